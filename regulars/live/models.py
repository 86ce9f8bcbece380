"""Signs of life of the processes that have no door to knock on."""

from django.db import models
from django.db.models.functions import Now


class Heartbeat(models.Model):
    """That a part of Regulars was alive at a moment, by the database's clock, and what it said of itself."""

    name = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)


def beat(name: str, **facts: object) -> None:
    """Say that `name` is alive now."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=Now(), facts=facts)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at", "facts"],
    )
