from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from regulars.knowledge.models.help_centre import HelpCentre


class Word(models.Model):
    """A word that the articles of a centre use in a language: how rare it is, and what a mistyped one may have meant."""

    centre = models.ForeignKey(HelpCentre, on_delete=models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=16)
    word = models.CharField(max_length=64)  # without accents
    stem = models.CharField(max_length=64)
    passages = models.PositiveIntegerField()  # that have it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "language", "word", "stem"], name="word_once")]
        indexes = [
            models.Index(fields=["centre", "language", "stem"], name="word_by_stem"),
            models.Index(fields=["centre", "language", "-passages"], name="word_most_frequent"),
            GinIndex(fields=["word"], name="word_alike", opclasses=["gin_trgm_ops"], fastupdate=False),  # see Passage
        ]
