import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import regulars.channels.email.models.mailbox
import regulars.channels.email.models.provider
import regulars.lib.sealed
from regulars.lib.at_once import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("conversations", "0001_initial"),
        ("team", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "inbox",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="conversations.inbox",
                    ),
                ),
                (
                    "is_on",
                    models.BooleanField(
                        default=False,
                        help_text="Only people, only when they begin a conversation, and at most twice an hour.",
                        verbose_name="tell customers that their message has come",
                    ),
                ),
                (
                    "peak_above",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Then it is sent even if it is off, and {{wait}} says how long an answer takes at the pace of the last 24 hours.",
                        null=True,
                        verbose_name="in a rush: when more people wait than",
                    ),
                ),
                ("subject", models.CharField(default="Re: {{subject}}", max_length=200, verbose_name="subject")),
                (
                    "text",
                    models.TextField(
                        default="Hello {{customer}},\n\nyour message has come, and one of us will answer it. It has the number #{{number}}. {{promise}} {{wait}}\n\n{{brand}}",
                        max_length=5000,
                        verbose_name="text",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=320, unique=True, verbose_name="address")),
                (
                    "sender_name",
                    models.CharField(
                        blank=True,
                        default="{agent} at {brand}",
                        help_text="How customers see us: “{agent} at {brand}”, “{agent} from {brand}” or “{brand}”. {agent} is the first name of who answers.",
                        max_length=200,
                        verbose_name="sender name",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "has_plus_addressing",
                    models.BooleanField(
                        default=True,
                        help_text="The server delivers name+anything@… to name@…: answers find their conversation in any case.",
                        verbose_name="plus addressing",
                    ),
                ),
                (
                    "has_own_return_paths",
                    models.BooleanField(
                        default=True,
                        help_text="Needs plus addressing. What bounces comes back to name+letter@…, and so finds the letter it is about even when it quotes nothing. The domain stays the same, for SPF and DMARC; a server that refuses such senders gets the plain address.",
                        verbose_name="a return path for each letter",
                    ),
                ),
                (
                    "quotes_answered",
                    models.BooleanField(default=True, verbose_name="quote the letter that is answered"),
                ),
                (
                    "aliases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=320),
                        blank=True,
                        default=list,
                        help_text="With commas. Answers leave from the address that the customer wrote to.",
                        size=None,
                        verbose_name="further addresses",
                    ),
                ),
                (
                    "signature",
                    models.TextField(
                        blank=True, help_text="Under every answer, below the agent's own.", verbose_name="signature"
                    ),
                ),
                ("imap_host", models.CharField(blank=True, max_length=253, verbose_name="server")),
                ("imap_port", models.PositiveIntegerField(default=993, verbose_name="port")),
                (
                    "imap_security",
                    models.CharField(
                        choices=[("tls", "TLS"), ("starttls", "STARTTLS"), ("none", "none")],
                        default="tls",
                        max_length=8,
                        verbose_name="security",
                    ),
                ),
                ("imap_user", models.CharField(blank=True, max_length=320, verbose_name="user")),
                ("imap_password", regulars.lib.sealed.SealedField(blank=True, verbose_name="password")),
                (
                    "folders",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=255),
                        default=regulars.channels.email.models.mailbox.just_the_inbox,
                        help_text="With commas.",
                        size=None,
                        verbose_name="folders",
                    ),
                ),
                (
                    "sent_folder",
                    models.CharField(
                        blank=True,
                        help_text="What the team answers from a mail program is taken from there into the conversation. \\Sent finds the usual one.",
                        max_length=255,
                        verbose_name="folder of sent letters",
                    ),
                ),
                ("reads_since", models.DateTimeField(blank=True, null=True)),
                (
                    "results_by",
                    models.CharField(
                        blank=True,
                        help_text="The name at the beginning of Authentication-Results in your letters, such as mx.google.com or *.example.com. Only what stands under this name tells whether senders are who they say.",
                        max_length=253,
                        verbose_name="server whose checks are believed",
                    ),
                ),
                ("smtp_host", models.CharField(blank=True, max_length=253, verbose_name="server")),
                ("smtp_port", models.PositiveIntegerField(default=587, verbose_name="port")),
                (
                    "smtp_security",
                    models.CharField(
                        choices=[("tls", "TLS"), ("starttls", "STARTTLS"), ("none", "none")],
                        default="starttls",
                        max_length=8,
                        verbose_name="security",
                    ),
                ),
                ("smtp_user", models.CharField(blank=True, max_length=320, verbose_name="user")),
                ("smtp_password", regulars.lib.sealed.SealedField(blank=True, verbose_name="password")),
                ("most_a_minute", models.PositiveIntegerField(blank=True, null=True, verbose_name="letters a minute")),
                ("most_an_hour", models.PositiveIntegerField(blank=True, null=True, verbose_name="letters an hour")),
                (
                    "most_a_day",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="What your provider allows, 2 000 at many. More letters wait for their turn and stay in order.",
                        null=True,
                        verbose_name="letters a day",
                    ),
                ),
                ("last_seen_at", models.DateTimeField(blank=True, null=True)),
                ("error", models.TextField(blank=True)),
                ("error_at", models.DateTimeField(blank=True, null=True)),
                ("is_refused", models.BooleanField(default=False, editable=False)),
                (
                    "brand",
                    models.ForeignKey(
                        blank=True,
                        help_text="In whose name letters leave from here. Empty: the brand of the inbox.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="team.brand",
                        verbose_name="brand",
                    ),
                ),
                (
                    "inbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mailboxes",
                        to="conversations.inbox",
                        verbose_name="inbox",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "mailboxes",
                "ordering": ["address"],
            },
        ),
        migrations.CreateModel(
            name="MailRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "holds_spam",
                    models.BooleanField(
                        default=True,
                        help_text="Marks that say “no spam” let nothing in.",
                        verbose_name="Hold what mail servers mark as spam",
                    ),
                ),
                (
                    "spam_score",
                    models.FloatField(
                        default=5.0,
                        help_text="Where a server writes a score and says neither yes nor no.",
                        validators=[
                            django.core.validators.MinValueValidator(0.1),
                            django.core.validators.MaxValueValidator(1000),
                        ],
                        verbose_name="Hold from this spam score on",
                    ),
                ),
                (
                    "holds_unproven",
                    models.BooleanField(
                        default=True, verbose_name="Hold letters that fail DMARC where the sender’s domain asks for it"
                    ),
                ),
                (
                    "purge_after",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3650),
                        ],
                        verbose_name="Delete held letters after so many days",
                    ),
                ),
                (
                    "alarm_addresses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.EmailField(max_length=254),
                        blank=True,
                        default=list,
                        help_text="With commas. Better addresses that are read elsewhere than here.",
                        size=None,
                        verbose_name="Mail alarms to",
                    ),
                ),
                (
                    "canary_every",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="It leaves by the mail server and must come back. 0: never. It becomes no conversation.",
                        validators=[django.core.validators.MaxValueValidator(1440)],
                        verbose_name="Send a letter to ourselves every so many minutes",
                    ),
                ),
                (
                    "canary_within",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="It must be back within so many minutes",
                    ),
                ),
                ("looked_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name_plural": "mail rules",
            },
        ),
        migrations.CreateModel(
            name="RawLetter",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
                ("size", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SentLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message_id", models.CharField(max_length=998, unique=True)),
                ("sender", models.CharField(max_length=500)),
                ("recipients", models.JSONField(default=list)),
                ("subject", models.CharField(blank=True, max_length=998)),
                ("raw", models.BinaryField()),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="AutomaticLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ours", models.CharField(max_length=320)),
                ("theirs", models.CharField(max_length=320)),
                ("is_sent", models.BooleanField(default=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["theirs", "at"], name="automatic_to"),
                    models.Index(fields=["at"], name="automatic_newest"),
                ],
            },
        ),
        migrations.CreateModel(
            name="InboundLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("smtp", "SMTP"),
                            ("imap", "IMAP"),
                            ("sent", "folder of sent letters"),
                            ("provider", "mail provider"),
                            ("import", "import"),
                        ],
                        max_length=8,
                    ),
                ),
                ("folder", models.CharField(blank=True, max_length=255)),
                ("uidvalidity", models.BigIntegerField(null=True)),
                ("uid", models.BigIntegerField(null=True)),
                ("envelope_from", models.CharField(blank=True, max_length=998)),
                ("envelope_to", models.CharField(blank=True, max_length=998)),
                ("is_rebuilt", models.BooleanField(default=False)),
                ("original_size", models.BigIntegerField(null=True)),
                ("external_id", models.CharField(blank=True, max_length=998)),
                ("fingerprint", models.UUIDField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "waiting"),
                            ("done", "done"),
                            ("failed", "not understood"),
                            ("quarantined", "held"),
                            ("deleted", "deleted"),
                        ],
                        default="received",
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unroutable", "belongs to no open mailbox of ours"),
                            ("impostor", "claims to come from an address of ours"),
                            ("unproven", "failed DMARC: its sender is not who it says"),
                            ("blocked", "blocked sender"),
                            ("spam", "spam, by the mark of a mail server"),
                            ("loop", "part of a loop of machines"),
                            ("stray_bounce", "bounce of nothing that we sent"),
                            ("unreadable", "could not be read"),
                            ("oversize", "too large: only its headers were kept"),
                            ("report", "tells how far a letter of ours has come"),
                            ("stray_report", "report about nothing that we sent"),
                            ("twin", "came before, by another path"),
                            ("ours", "a letter of ours that came back"),
                            ("sent_from_here", "was sent from here"),
                            ("elsewhere", "answers no conversation that is here"),
                            ("among_us", "written among ourselves"),
                            ("check", "a test letter of ours: forwarding works"),
                            ("forwarding", "asks whether letters may be forwarded here"),
                            ("canary", "a canary of ours: it came home"),
                        ],
                        max_length=200,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=500)),
                ("verdicts", models.JSONField(null=True)),
                ("sender", models.CharField(blank=True, max_length=320)),
                ("sender_name", models.CharField(blank=True, max_length=200)),
                ("subject", models.CharField(blank=True, max_length=500)),
                ("is_released", models.BooleanField(default=False)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("error", models.TextField(blank=True)),
                ("conversation_id", models.BigIntegerField(null=True)),
                ("message_id", models.BigIntegerField(null=True)),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "inbox",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="conversations.inbox",
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="letters",
                        to="email.mailbox",
                    ),
                ),
                (
                    "raw",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrivals",
                        to="email.rawletter",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "received")), fields=["due_at", "id"], name="letter_waiting"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["failed", "quarantined", "deleted"])),
                        fields=["state", "-id"],
                        name="letter_troubled",
                    ),
                    models.Index(fields=["mailbox", "received_at"], name="letter_by_time"),
                    models.Index(
                        condition=models.Q(("fingerprint__isnull", False)),
                        fields=["fingerprint"],
                        name="letter_fingerprint",
                    ),
                    models.Index(
                        condition=models.Q(("message_id__isnull", False)),
                        fields=["message_id"],
                        name="letter_of_message",
                    ),
                    models.Index(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=["mailbox", "external_id"],
                        name="letter_by_external_id",
                    ),
                    models.Index(fields=["raw"], name="letter_of_raw"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("mailbox", "raw"), name="letter_once"),
                    models.UniqueConstraint(
                        fields=("mailbox", "folder", "uidvalidity", "uid"), name="letter_fetched_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SendingPace",
            fields=[
                (
                    "mailbox",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="pace",
                        serialize=False,
                        to="email.mailbox",
                    ),
                ),
                ("minute_at", models.DateTimeField()),
                ("minute_count", models.PositiveIntegerField(default=0)),
                ("hour_at", models.DateTimeField()),
                ("hour_count", models.PositiveIntegerField(default=0)),
                ("day_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("day_count", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ForwardingCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=320)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("error", models.CharField(blank=True, max_length=500)),
                ("came_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="email.inboundletter",
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="forwarding_checks",
                        to="email.mailbox",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Canary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("came_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=500)),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="canaries", to="email.mailbox"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "canaries",
            },
        ),
        migrations.CreateModel(
            name="Provider",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("amazon_ses", "Amazon SES"),
                            ("brevo", "Brevo"),
                            ("mailersend", "MailerSend"),
                            ("mailgun", "Mailgun"),
                            ("mailjet", "Mailjet"),
                            ("mailtrap", "Mailtrap"),
                            ("mandrill", "Mandrill"),
                            ("postal", "Postal"),
                            ("postmark", "Postmark"),
                            ("resend", "Resend"),
                            ("sendgrid", "SendGrid"),
                            ("sparkpost", "SparkPost"),
                            ("unisender_go", "Unisender Go"),
                        ],
                        max_length=16,
                        verbose_name="provider",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "password",
                    regulars.lib.sealed.SealedField(default=regulars.channels.email.models.provider.new_password),
                ),
                ("letters_secret", regulars.lib.sealed.SealedField(blank=True, verbose_name="key that signs letters")),
                ("reports_secret", regulars.lib.sealed.SealedField(blank=True, verbose_name="key that signs reports")),
                ("api_key", regulars.lib.sealed.SealedField(blank=True, verbose_name="key to its API")),
                ("letter_at", models.DateTimeField(null=True)),
                ("report_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=500)),
                (
                    "mailbox",
                    models.ForeignKey(
                        help_text="Its letters come here, save those that are addressed to another mailbox of ours.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="providers",
                        to="email.mailbox",
                        verbose_name="mailbox",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SenderRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pattern", models.CharField(max_length=320, unique=True, verbose_name="address or domain")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("block", "hold"),
                            ("allow", "let in, unless forged"),
                            ("trust", "let in, even when not proven"),
                        ],
                        default="block",
                        max_length=8,
                        verbose_name="what to do",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Silence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(blank=True, max_length=320)),
                ("count", models.PositiveIntegerField()),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("address",), name="silence_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ThreadAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField()),
                ("is_own", models.BooleanField()),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conversations.conversation"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "thread aliases",
                "constraints": [models.UniqueConstraint(fields=("key", "conversation"), name="alias_once")],
            },
        ),
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
        migrations.CreateModel(
            name="FolderCursor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("folder", models.CharField(max_length=255)),
                ("uidvalidity", models.BigIntegerField()),
                ("last_uid", models.BigIntegerField(default=0)),
                ("old_until", models.BigIntegerField(default=0)),
                (
                    "mailbox",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cursors",
                        to="email.mailbox",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("mailbox", "folder"), name="cursor_once")],
            },
        ),
        migrations.CreateModel(
            name="ProviderCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("way", models.CharField(choices=[("letters", "letters"), ("reports", "reports")], max_length=8)),
                ("sha256", models.CharField(max_length=64)),
                ("headers", models.JSONField(default=dict)),
                ("body", models.BinaryField()),
                ("size", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("done", "done"), ("failed", "not understood")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("error", models.TextField(blank=True)),
                ("came_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="calls", to="email.provider"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["due_at", "id"], name="call_waiting"
                    ),
                    models.Index(fields=["came_at"], name="call_oldest"),
                ],
                "constraints": [models.UniqueConstraint(fields=("provider", "way", "sha256"), name="call_once")],
            },
        ),
    ]
