from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

SEARCH = GinIndex(fields=["search"], name="passage_search", fastupdate=False)
ALIKE = GinIndex(fields=["word"], name="word_alike", opclasses=["gin_trgm_ops"], fastupdate=False)


class Migration(migrations.Migration):
    """What is published goes into the indexes at once: every search would read through what was put off."""

    dependencies = [("knowledge", "0004_guides")]

    operations = [
        migrations.RemoveIndex("passage", "passage_search"),
        migrations.RemoveIndex("word", "word_alike"),
        migrations.AddIndex("passage", SEARCH),
        migrations.AddIndex("word", ALIKE),
    ]
