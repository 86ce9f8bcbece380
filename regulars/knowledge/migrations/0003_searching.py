"""What search reads: words, and where the server can compare vectors, these as its own kind."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import regulars.knowledge.models.meaning

# A server may lack pgvector, or let nobody but its owner make it: then vectors are lists of numbers.
PGVECTOR = """
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS vector;
EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_file OR undefined_object THEN
    RAISE NOTICE 'There is no pgvector here.';
END $$
"""


def of(model: str, *, is_indexed: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        to=f"knowledge.{model}", on_delete=django.db.models.deletion.CASCADE, related_name="+", db_index=is_indexed
    )


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0002_slug_of_centre")]

    operations = [
        migrations.RunSQL(PGVECTOR, migrations.RunSQL.noop),
        migrations.RunSQL("DELETE FROM knowledge_passage", migrations.RunSQL.noop),
        migrations.AddField("passage", "article", of("article"), preserve_default=False),
        migrations.AddField("passage", "centre", of("helpcentre", is_indexed=False), preserve_default=False),
        migrations.AddField("passage", "language", models.CharField(max_length=16), preserve_default=False),
        migrations.AlterField("passage", "search", django.contrib.postgres.search.SearchVectorField()),
        migrations.AddIndex("passage", models.Index(fields=["centre", "language"], name="passage_of_centre")),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=16)),
                ("word", models.CharField(max_length=64)),
                ("stem", models.CharField(max_length=64)),
                ("passages", models.PositiveIntegerField()),
                ("centre", of("helpcentre", is_indexed=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["centre", "language", "word", "stem"], name="word_once")
                ],
                "indexes": [
                    models.Index(fields=["centre", "language", "stem"], name="word_by_stem"),
                    models.Index(fields=["centre", "language", "-passages"], name="word_most_frequent"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["word"], name="word_alike", opclasses=["gin_trgm_ops"]
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meaning",
            fields=[
                (
                    "passage",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="meaning",
                        serialize=False, to="knowledge.passage",
                    ),
                ),
                ("model", models.CharField(max_length=64)),
                ("vector", regulars.knowledge.models.meaning.VectorField()),
                ("centre", of("helpcentre")),
                ("article", of("article", is_indexed=False)),
            ],
        ),
    ]  # fmt: skip
