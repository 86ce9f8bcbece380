"""Views, and what keeps their counts: the database itself notes what has changed, whoever changed it (decision 0005)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Whose change concerns views: a table, the kind of thing that it is about, and the column that names it.
NOTED = (
    ("conversations_conversation", "conversation", "id", ("INSERT", "UPDATE", "DELETE")),
    ("customers_customer", "customer", "id", ("UPDATE",)),
    ("customers_identity", "customer", "customer_id", ("INSERT", "UPDATE", "DELETE")),
    ("customers_consent", "customer", "customer_id", ("INSERT", "UPDATE", "DELETE")),
    ("customers_company", "company", "id", ("UPDATE",)),
    ("customers_companydomain", "company", "company_id", ("INSERT", "UPDATE", "DELETE")),
    ("team_team", "team", "id", ("UPDATE",)),
)
NOTE = """
    CREATE FUNCTION note_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO conversations_changed (kind, number) SELECT DISTINCT '{kind}', {column} FROM touched;
        IF FOUND THEN PERFORM pg_notify('counting', ''); END IF;
        RETURN NULL;
    END $$
"""
TRIGGER = """
    CREATE TRIGGER note_{when} AFTER {when} ON {table} REFERENCING {which} TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION note_{table}()
"""
# Clocks change with each message, and their conversation with them: only that one breaks, or a broken one ends, is news.
NOTE_CLOCK = """
    CREATE FUNCTION note_clock() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO conversations_changed (kind, number) VALUES ('conversation', coalesce(NEW.conversation_id, OLD.conversation_id));
        PERFORM pg_notify('counting', '');
        RETURN NULL;
    END $$;
    CREATE TRIGGER note_insert AFTER INSERT ON conversations_clock FOR EACH ROW
        WHEN (NEW.broken_at IS NOT NULL) EXECUTE FUNCTION note_clock();
    CREATE TRIGGER note_delete AFTER DELETE ON conversations_clock FOR EACH ROW
        WHEN (OLD.broken_at IS NOT NULL) EXECUTE FUNCTION note_clock();
    CREATE TRIGGER note_update AFTER UPDATE ON conversations_clock FOR EACH ROW
        WHEN ((OLD.broken_at, OLD.ended_at, OLD.conversation_id) IS DISTINCT FROM (NEW.broken_at, NEW.ended_at, NEW.conversation_id))
        EXECUTE FUNCTION note_clock();
"""


def noting(table: str, kind: str, column: str, events: tuple[str, ...]) -> migrations.RunSQL:
    note = NOTE.format(table=table, kind=kind, column=column)
    triggers = [TRIGGER.format(table=table, when=when, which="OLD" if when == "DELETE" else "NEW") for when in events]
    return migrations.RunSQL([note, *triggers], f"DROP FUNCTION note_{table}() CASCADE")


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0011_access"),
        ("customers", "0005_one_person"),
        ("team", "0004_presence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Changed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("conversation", "Conversation"),
                            ("customer", "Customer"),
                            ("company", "Company"),
                            ("team", "Team"),
                        ],
                        max_length=16,
                    ),
                ),
                ("number", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Habits",
            fields=[
                (
                    "agent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="habits",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "density",
                    models.CharField(
                        choices=[("comfortable", "Comfortable"), ("compact", "Compact")],
                        default="comfortable",
                        max_length=16,
                    ),
                ),
                (
                    "afterwards",
                    models.CharField(
                        choices=[("stay", "Stay with it"), ("next", "Open the next one"), ("list", "Back to the list")],
                        default="stay",
                        max_length=8,
                    ),
                ),
                (
                    "order",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "view", "agent", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("view", models.IntegerField()),
                ("agent", models.BigIntegerField(default=0)),
                ("edition", models.PositiveIntegerField(default=0)),
                ("counted_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("tried_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="View",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("icon", models.CharField(default="filter", max_length=16, verbose_name="sign")),
                ("conditions", models.JSONField(default=dict)),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("newest", "Newest activity first"),
                            ("waiting", "Who waits longest first"),
                            ("due", "What is due first"),
                            ("priority", "Highest priority first"),
                            ("created", "Newest conversation first"),
                        ],
                        default="newest",
                        max_length=16,
                        verbose_name="order",
                    ),
                ),
                (
                    "look",
                    models.CharField(
                        choices=[("list", "List"), ("table", "Table")],
                        default="list",
                        max_length=8,
                        verbose_name="look",
                    ),
                ),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("subject", "Subject"),
                                ("assignee", "Assignee"),
                                ("team", "Team"),
                                ("topic", "Topic"),
                                ("tags", "Tags"),
                                ("inbox", "Inbox"),
                                ("channel", "Channel"),
                                ("created", "Created"),
                                ("waiting", "Waiting"),
                                ("promise", "Promise"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=1)),
                ("position", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["position", "name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ViewCount",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "view", "agent", "inbox", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("view", models.IntegerField()),
                ("agent", models.BigIntegerField(default=0)),
                ("inbox", models.BigIntegerField()),
                ("number", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="ViewMember",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "conversation",
                        "view",
                        "agent",
                        "inbox",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("conversation", models.BigIntegerField()),
                ("view", models.IntegerField()),
                ("agent", models.BigIntegerField(default=0)),
                ("inbox", models.BigIntegerField()),
            ],
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("waiting_since__isnull", False)),
                fields=["waiting_since", "id"],
                name="conv_by_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)), fields=["due_at", "id"], name="conv_by_due"
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                models.F("priority"),
                models.OrderBy(models.F("last_activity_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="conv_by_priority",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                models.OrderBy(models.F("created_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="conv_by_created",
            ),
        ),
        migrations.AddField(
            model_name="view",
            name="agent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="views",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="view",
            name="made_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="view",
            name="team",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="views", to="team.team"
            ),
        ),
        migrations.AddIndex(
            model_name="viewmember",
            index=models.Index(fields=["view", "agent", "conversation"], name="member_of_view"),
        ),
        migrations.AddConstraint(
            model_name="view",
            constraint=models.CheckConstraint(
                condition=models.Q(("agent", None), ("team", None), _connector="OR"), name="view_for_one_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="view",
            constraint=models.UniqueConstraint(
                fields=("name", "agent", "team"), name="view_name_once", nulls_distinct=False
            ),
        ),
        *(noting(*each) for each in NOTED),
        migrations.RunSQL(NOTE_CLOCK, "DROP FUNCTION note_clock() CASCADE"),
    ]
