from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from regulars.knowledge.models.help_centre import HelpCentre
from regulars.knowledge.models.passage import Passage


@cache
def has_pgvector() -> bool:
    """Whether the server keeps vectors of its own kind, which it compares a hundred times as fast."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regtype('halfvec') IS NOT NULL")
        return bool(cursor.fetchone()[0])


def kind() -> str:
    """The type of a vector on this server."""
    return "halfvec" if has_pgvector() else "real[]"


def written(vector: Sequence[float]) -> str:
    """As this server reads it."""
    numbers = ",".join(f"{each:.5g}" for each in vector)
    return f"[{numbers}]" if has_pgvector() else f"{{{numbers}}}"


class VectorField(models.Field):
    """Numbers of which nothing but the whole direction counts."""

    def db_type(self, connection: Any) -> str:
        return kind()


class Meaning(models.Model):
    """What a passage means, as a direction. Made by the worker; a passage without one is found by its words."""

    passage = models.OneToOneField(Passage, primary_key=True, on_delete=models.CASCADE, related_name="meaning")
    centre = models.ForeignKey(
        HelpCentre, on_delete=models.CASCADE, related_name="+"
    )  # kept narrow: all are looked through
    article = models.ForeignKey("knowledge.Article", on_delete=models.CASCADE, related_name="+", db_index=False)
    model = models.CharField(max_length=64)  # which made it: those of two models cannot be compared
    vector = VectorField()
