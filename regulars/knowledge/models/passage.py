from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from regulars.knowledge.models.article import Article
from regulars.knowledge.models.help_centre import HelpCentre
from regulars.knowledge.models.translation import Translation


class Passage(models.Model):
    """A piece of a published article as search reads it: what stands below one of its headings."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="passages", db_index=False)
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="+"
    )  # its translation's, as are these two
    centre = models.ForeignKey(HelpCentre, on_delete=models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=16)
    position = models.PositiveSmallIntegerField()  # from 0
    heading = models.CharField(max_length=300, blank=True)
    anchor = models.CharField(max_length=120, blank=True)  # the id of its heading
    text = models.TextField()
    search = SearchVectorField()  # stems: of the title (A), its heading (B), the labels (C), the text (D)

    class Meta:
        ordering = ["translation", "position"]
        constraints = [models.UniqueConstraint(fields=["translation", "position"], name="passage_in_turn")]
        indexes = [
            GinIndex(fields=["search"], name="passage_search", fastupdate=False),  # what is put off slows every search
            models.Index(fields=["centre", "language"], name="passage_of_centre"),
        ]
