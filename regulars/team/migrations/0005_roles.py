import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Lower

KEYS = ("owner", "admin", "lead", "agent", "light agent", "programme manager", "viewer")


class Migration(migrations.Migration):
    dependencies = [("team", "0004_presence")]

    operations = [
        migrations.CreateModel(
            name="Role",
            fields=[
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("own_name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                (
                    "permissions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), blank=True, default=list, size=None
                    ),
                ),
                ("needs_two_factors", models.BooleanField(default=False, verbose_name="two factors")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(Lower("own_name"), condition=~models.Q(own_name=""), name="role_name_once")
                ]
            },
        ),
        migrations.RunPython(
            lambda apps, _schema: apps.get_model("team", "Role").objects.bulk_create(
                apps.get_model("team", "Role")(key=key) for key in KEYS
            ),
            migrations.RunPython.noop,
        ),
        migrations.AlterField(
            model_name="agent",
            name="role",
            field=models.ForeignKey(
                default="agent",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agents",
                to="team.role",
                verbose_name="role",
            ),
        ),
        migrations.AddField(
            model_name="agent",
            name="works_in",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, editable=False, null=True, size=None
            ),
        ),
    ]
