import django.db.models.deletion
from django.db import migrations, models

import regulars.lib.sealed


class Migration(migrations.Migration):
    dependencies = [
        ("email", "0008_forwarding"),
    ]

    operations = [
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "issuer",
                    models.CharField(
                        choices=[("microsoft", "Microsoft 365"), ("google", "Google"), ("other", "OAuth2")],
                        max_length=16,
                    ),
                ),
                ("tenant", models.CharField(blank=True, max_length=100, verbose_name="directory (tenant) ID")),
                ("client_id", models.CharField(max_length=255, verbose_name="client ID")),
                ("client_secret", regulars.lib.sealed.SealedField(blank=True, verbose_name="client secret")),
                (
                    "secret_ends_on",
                    models.DateField(
                        blank=True,
                        help_text="You are warned two weeks before.",
                        null=True,
                        verbose_name="the secret ends on",
                    ),
                ),
                ("authorize_url", models.CharField(blank=True, max_length=500, verbose_name="authorize URL")),
                ("token_url", models.CharField(blank=True, max_length=500, verbose_name="token URL")),
                ("scopes", models.TextField(blank=True, help_text="With spaces between.", verbose_name="scopes")),
                ("connected_at", models.DateTimeField(null=True)),
                ("connected_as", models.CharField(blank=True, max_length=320)),
                ("refresh_token", regulars.lib.sealed.SealedField(blank=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("ends_since", models.DateTimeField(null=True)),
                ("access_token", regulars.lib.sealed.SealedField(blank=True)),
                ("access_ends_at", models.DateTimeField(null=True)),
                ("renew_at", models.DateTimeField(null=True)),
                ("error", models.TextField(blank=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("needs_consent", models.BooleanField(default=False)),
                (
                    "mailbox",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grant", to="email.mailbox"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["renew_at"], name="grant_due")],
            },
        ),
    ]
