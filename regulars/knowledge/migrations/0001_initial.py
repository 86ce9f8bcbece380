import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import regulars.knowledge.models.meaning
from regulars.lib.at_once import AtOnce

# A server may lack pgvector, or let nobody but its owner make it: then vectors are lists of numbers.
PGVECTOR = """
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS vector;
EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_file OR undefined_object THEN
    RAISE NOTICE 'There is no pgvector here.';
END $$
"""


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("customers", "0001_initial"),
        ("team", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(PGVECTOR, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=16)),
                ("position", models.PositiveSmallIntegerField()),
                ("heading", models.CharField(blank=True, max_length=300)),
                ("anchor", models.CharField(blank=True, max_length=120)),
                ("text", models.TextField()),
                ("search", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "ordering": ["translation", "position"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["search"], name="passage_search")
                ],
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Everybody"),
                            ("signed_in", "Customers who have signed in"),
                            ("segment", "Some customers"),
                            ("agents", "Who works here"),
                        ],
                        default="public",
                        max_length=16,
                        verbose_name="who reads it",
                    ),
                ),
                ("segment", models.JSONField(blank=True, default=dict)),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="look at it again on")),
                (
                    "labels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), blank=True, default=list, size=None
                    ),
                ),
                ("is_promoted", models.BooleanField(default=False, verbose_name="shown on the front page")),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("external_id", models.CharField(blank=True, max_length=200, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="looked after by",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "indexes": [
                    models.Index(
                        models.F("review_on"),
                        condition=models.Q(("retired_at", None), ("review_on__isnull", False)),
                        name="article_review",
                    ),
                    models.Index(
                        condition=models.Q(("retired_at", None), ("visibility", "segment")),
                        fields=["id"],
                        name="article_for_segment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArticleFile",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=255)),
                ("content_type", models.CharField(default="application/octet-stream", max_length=127)),
                ("size", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="knowledge.article"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["created_at"],
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=120)),
                ("position", models.PositiveIntegerField(default=0)),
                ("icon", models.CharField(default="folder", max_length=16, verbose_name="sign")),
                ("external_id", models.CharField(blank=True, max_length=200, null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="knowledge.category",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "categories",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("pk")), _negated=True), name="category_not_in_itself"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="category",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="articles",
                to="knowledge.category",
            ),
        ),
        migrations.CreateModel(
            name="Guide",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=16, verbose_name="language")),
                ("slug", models.CharField(max_length=120)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("intro", models.CharField(blank=True, max_length=500, verbose_name="introduction")),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Everybody"),
                            ("signed_in", "Customers who have signed in"),
                            ("segment", "Some customers"),
                            ("agents", "Who works here"),
                        ],
                        default="public",
                        max_length=16,
                        verbose_name="who reads it",
                    ),
                ),
                ("segment", models.JSONField(blank=True, default=dict)),
                ("is_published", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=0)),
                ("plan", models.JSONField(default=dict)),
                ("published_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="guides",
                        to="knowledge.category",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GuideStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120)),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[("question", "A question"), ("instruction", "Something to do"), ("outcome", "An end")],
                        default="question",
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="what it says")),
                ("html", models.TextField(blank=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("solved", "It is solved"),
                            ("article", "An article says more"),
                            ("ask", "Ask us, with what was tried"),
                        ],
                        max_length=16,
                        verbose_name="what comes then",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="subject of the request")),
                ("topic", models.CharField(blank=True, max_length=80, verbose_name="topic of the request")),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="knowledge.article",
                    ),
                ),
                (
                    "guide",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="knowledge.guide",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [models.UniqueConstraint(fields=("guide", "key"), name="guide_step_key_once")],
            },
        ),
        migrations.CreateModel(
            name="GuideOption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("words", models.CharField(max_length=120)),
                (
                    "leads_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reached_by",
                        to="knowledge.guidestep",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="options",
                        to="knowledge.guidestep",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [models.UniqueConstraint(fields=("step", "position"), name="guide_option_once")],
            },
        ),
        migrations.CreateModel(
            name="GuideVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("plan", models.JSONField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "guide",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="knowledge.guide",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("guide", "number"), name="guide_version_once")],
            },
        ),
        migrations.CreateModel(
            name="HelpCentre",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(editable=False, max_length=60, unique=True)),
                ("is_open", models.BooleanField(default=False, verbose_name="open to customers")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("intro", models.CharField(blank=True, max_length=500, verbose_name="introduction")),
                ("accent", models.CharField(blank=True, max_length=7, verbose_name="colour")),
                ("logo", models.CharField(blank=True, max_length=64)),
                ("logo_type", models.CharField(blank=True, max_length=127)),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), default=list, size=None
                    ),
                ),
                ("host", models.CharField(blank=True, max_length=253, verbose_name="own address")),
                (
                    "brand",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="help_centre", to="team.brand"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("host"),
                        condition=models.Q(("host", ""), _negated=True),
                        name="help_centre_host_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("languages", []), _negated=True), name="help_centre_speaks"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="guide",
            name="centre",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="guides",
                to="knowledge.helpcentre",
            ),
        ),
        migrations.AddField(
            model_name="category",
            name="centre",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="categories",
                to="knowledge.helpcentre",
            ),
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=16)),
                ("words", models.CharField(max_length=300)),
                ("found", models.PositiveIntegerField()),
                (
                    "reader",
                    models.CharField(
                        choices=[("visitor", "a visitor"), ("customer", "a customer"), ("agent", "an agent")],
                        default="visitor",
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "opened",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="knowledge.article",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="knowledge.helpcentre",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["centre", "-at"], name="asked_newest")],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="centre",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="articles",
                to="knowledge.helpcentre",
            ),
        ),
        migrations.CreateModel(
            name="Meaning",
            fields=[
                (
                    "passage",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="meaning",
                        serialize=False,
                        to="knowledge.passage",
                    ),
                ),
                ("model", models.CharField(max_length=64)),
                ("vector", regulars.knowledge.models.meaning.VectorField()),
            ],
        ),
        migrations.AddField(
            model_name="passage",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="knowledge.article"
            ),
        ),
        migrations.AddField(
            model_name="passage",
            name="centre",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="knowledge.helpcentre"
            ),
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=16)),
                ("slug", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="redirects", to="knowledge.article"
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redirects",
                        to="knowledge.helpcentre",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("centre", "language", "slug"), name="redirect_once")],
            },
        ),
        migrations.CreateModel(
            name="Synonyms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=16)),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), size=None),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="synonyms", to="knowledge.helpcentre"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "synonyms",
                "ordering": ["language", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Translation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=16)),
                ("slug", models.CharField(max_length=120)),
                ("has_own_slug", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published")], default="draft", max_length=16
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200)),
                ("html", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("follows", models.PositiveIntegerField(default=0)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("first_published_at", models.DateTimeField(blank=True, null=True)),
                ("draft_title", models.CharField(blank=True, max_length=200)),
                ("draft_html", models.TextField(blank=True)),
                ("draft_follows", models.PositiveIntegerField(default=0)),
                ("is_changed", models.BooleanField(default=True)),
                ("edited_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("publish_at", models.DateTimeField(blank=True, null=True)),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="translations",
                        to="knowledge.article",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="translations",
                        to="knowledge.helpcentre",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "publish_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["article", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("publish_at__isnull", False)),
                        fields=["publish_at"],
                        name="article_publish_at",
                    ),
                    models.Index(
                        models.F("centre"),
                        models.OrderBy(models.F("published_at"), descending=True),
                        condition=models.Q(("state", "published")),
                        name="article_newest",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "language"), name="translated_once"),
                    models.UniqueConstraint(fields=("centre", "language", "slug"), name="article_slug_once"),
                ],
            },
        ),
        migrations.AddField(
            model_name="passage",
            name="translation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="passages",
                to="knowledge.translation",
            ),
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("html", models.TextField(blank=True)),
                ("restored", models.PositiveIntegerField(null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "translation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="knowledge.translation",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("translation", "number"), name="version_once")],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_helpful", models.BooleanField()),
                ("comment", models.CharField(blank=True, max_length=2000)),
                ("visitor", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "translation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="knowledge.translation",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("translation", "visitor"), name="vote_once_a_visitor")],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=16)),
                ("word", models.CharField(max_length=64)),
                ("stem", models.CharField(max_length=64)),
                ("passages", models.PositiveIntegerField()),
                (
                    "centre",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="knowledge.helpcentre",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["centre", "language", "stem"], name="word_by_stem"),
                    models.Index(fields=["centre", "language", "-passages"], name="word_most_frequent"),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["word"], name="word_alike", opclasses=["gin_trgm_ops"]
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "language", "word", "stem"), name="word_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CategoryName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=16)),
                ("name", models.CharField(max_length=120)),
                ("description", models.CharField(blank=True, max_length=500)),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="knowledge.category",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("category", "language"), name="category_named_once")],
            },
        ),
        migrations.CreateModel(
            name="GuideRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=32, unique=True)),
                ("version", models.PositiveIntegerField()),
                (
                    "reader",
                    models.CharField(
                        choices=[("visitor", "a visitor"), ("customer", "a customer"), ("agent", "an agent")],
                        max_length=16,
                    ),
                ),
                (
                    "path",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), default=list, size=None
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("solved", "It is solved"),
                            ("article", "An article says more"),
                            ("ask", "Ask us, with what was tried"),
                        ],
                        max_length=16,
                    ),
                ),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "guide",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runs",
                        to="knowledge.guide",
                    ),
                ),
            ],
            options={
                "ordering": ["-begun_at", "-pk"],
                "indexes": [models.Index(fields=["guide", "begun_at"], name="guide_run_of")],
            },
        ),
        migrations.AddConstraint(
            model_name="guide",
            constraint=models.UniqueConstraint(fields=("centre", "language", "slug"), name="guide_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(fields=("centre", "slug"), name="category_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(fields=("centre", "external_id"), name="category_imported_once"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["centre", "category", "position"], name="article_on_shelf"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["category"], name="article_of_category"),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.UniqueConstraint(fields=("centre", "external_id"), name="article_imported_once"),
        ),
        migrations.AddField(
            model_name="meaning",
            name="article",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="knowledge.article"
            ),
        ),
        migrations.AddField(
            model_name="meaning",
            name="centre",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="knowledge.helpcentre"
            ),
        ),
        migrations.AddIndex(
            model_name="passage",
            index=models.Index(fields=["centre", "language"], name="passage_of_centre"),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.UniqueConstraint(fields=("translation", "position"), name="passage_in_turn"),
        ),
    ]
