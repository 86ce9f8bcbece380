"""What is kept so that a number over time is a sum of few rows. Written by `keeping.py` alone; it can all be read anew."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Reading(models.Model):
    """One value, read off one conversation: its first reply came after 840 seconds. Metrics are made of readings (`metrics.py`)."""

    kind = models.CharField(max_length=24)  # see reading.py
    conversation = models.BigIntegerField()  # plain numbers: a reading goes when its conversation is read anew
    customer = models.BigIntegerField()
    at = models.DateTimeField()
    day = models.DateField()  # of `at`, in the house's zone
    value = models.BigIntegerField()  # seconds, 1 or 0, how many
    open_value = models.BigIntegerField(null=True)  # of the seconds, those in which we were open; frozen once read
    inbox = models.BigIntegerField()
    channel = models.CharField(max_length=16)
    agent = models.BigIntegerField(null=True)  # who did it
    team = models.BigIntegerField(null=True)
    topic = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["kind", "day"], include=["at", "value", "open_value", "inbox"], name="reading_by_kind"
            ),
            models.Index(fields=["conversation"], name="reading_of"),
        ]


class Total(models.Model):
    """The readings of a kind on a day in an inbox, added up: of all (`by` is empty), or of one agent, team, channel or topic."""

    pk = models.CompositePrimaryKey("kind", "by", "day", "inbox", "member")
    kind = models.CharField(max_length=24)
    by = models.CharField(max_length=8, blank=True)
    day = models.DateField()
    inbox = models.BigIntegerField()
    member = models.CharField(max_length=20, blank=True)  # its id, or the channel; empty: none
    number = models.BigIntegerField()
    total = models.BigIntegerField()
    open_total = models.BigIntegerField()
    spread = ArrayField(models.BigIntegerField())  # how many readings in each step of length: see spread.py
    open_spread = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = [models.Index(fields=["kind"], name="total_of_none", condition=models.Q(number=0))]


class Changed(models.Model):
    """A conversation that must be read anew. The database writes it when the views' counts have followed (decision 0012)."""

    conversation = models.BigIntegerField()

    class Meta:
        db_table = "reports_changed"


class Progress(models.Model):
    """How far everything has been read since it was begun anew: there is one row. Newest conversations first."""

    edition = models.PositiveIntegerField()  # of what readings mean
    zone = models.CharField(max_length=64)  # in which days are meant
    left = models.BigIntegerField()  # conversations up to this id are still to be read; 0: all have been
    began_with = models.BigIntegerField()
    read_at = models.DateTimeField(null=True)
