"""Signs of life of the processes that have no door to knock on."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone


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


class Alarm(models.Model):
    """Something that a person should know about the house. Opened once, and closed by itself when all is well again."""

    kind = models.CharField(max_length=32)  # "mailbox_unreachable"; see `regulars.live.alarm_words`
    subject = models.CharField(
        max_length=320, blank=True
    )  # what it is about, when there are several: an address, a server
    facts = models.JSONField(default=dict)
    opened_at = models.DateTimeField(default=timezone.now)
    raised_at = models.DateTimeField(default=timezone.now)  # when it was last seen to hold
    closed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # when it was last mailed elsewhere

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="alarm_open_once", condition=Q(closed_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}".strip()


class Onlooker(models.Model):
    """A page that somebody has open on a thing, and what they do there: see `onlookers.py`. Worth nothing after a crash."""

    topic = models.CharField(max_length=64)  # "conversation:42"
    owner = models.BigIntegerField()  # the agent
    page = models.CharField(max_length=32)  # a word of its own for each open page
    doing = models.CharField(max_length=8)
    writes_since = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "owner", "page"], name="onlooker_once")]


class Allowance(models.Model):
    """How often somebody may still ask for something: see `sharing.py`. Worth nothing after a crash."""

    name = models.CharField(max_length=32)  # of the limit
    asker = models.CharField(max_length=64)
    rest = models.FloatField()
    at = models.DateTimeField(default=timezone.now)  # when so much was left

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "asker"], name="allowance_once")]
        indexes = [models.Index(fields=["at"], name="allowance_old")]
