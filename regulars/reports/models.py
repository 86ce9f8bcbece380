"""What is kept so that a number over time is a sum of few rows. Written by `keeping.py` and `totals.py` alone; it can all be read anew."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Topic
from regulars.team.models import Agent


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
    priority = models.SmallIntegerField()
    language = models.CharField(max_length=32, null=True)  # the customer's, folded
    tags = ArrayField(models.CharField(max_length=64), null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["kind", "day"], include=["at", "value", "open_value", "inbox"], name="reading_by_kind"
            ),
            models.Index(fields=["conversation"], name="reading_of"),
        ]


class Sums(models.Model):
    """The readings of a kind in an inbox and a time, added up: of all (`by` is empty), or of one agent, team, channel …: `totals.BY`."""

    pk = models.CompositePrimaryKey("kind", "by", "day", "inbox", "member")
    kind = models.CharField(max_length=24)
    by = models.CharField(max_length=8, blank=True)
    day = models.DateField()
    inbox = models.BigIntegerField()
    member = models.CharField(max_length=64, blank=True)  # its id, or the channel; empty: none
    number = models.BigIntegerField()
    total = models.BigIntegerField()
    open_total = models.BigIntegerField()
    spread = ArrayField(models.BigIntegerField())  # how many readings in each step of length: see spread.py
    open_spread = ArrayField(models.BigIntegerField())

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["kind"], name="%(class)s_of_none", condition=models.Q(number=0))]


class Total(Sums):
    """Of a day."""


class Week(Sums):
    """Of seven days from a Monday: a year is then a sum of fifty, and not of hundreds."""


class Changed(models.Model):
    """A conversation that must be read anew. The database writes it when the views' counts have followed (decision 0012)."""

    conversation = models.BigIntegerField()

    class Meta:
        db_table = "reports_changed"


class Progress(models.Model):
    """How far everything has been read since it was begun anew: there is one row. Newest conversations first."""

    edition = models.PositiveIntegerField()  # of what readings mean
    zone = models.CharField(max_length=64)  # in which days are meant
    left = (
        models.BigIntegerField()
    )  # conversations up to this id are still to be read; 0: all have been; -1: but are not added up
    began_with = models.BigIntegerField()
    read_at = models.DateTimeField(null=True)


class Mailing(models.Model):
    """A dashboard that goes to some of the team by mail, again and again. Each sees the inboxes they work in."""

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("every Monday")
        MONTHLY = "monthly", _("on the first of each month")

    dashboard = models.CharField(_("dashboard"), max_length=16)
    days = models.PositiveSmallIntegerField(_("over the last"), default=7)
    conditions = models.JSONField(default=dict, blank=True)  # {} or a tree: of which conversations
    rhythm = models.CharField(_("goes out"), max_length=8, choices=Rhythm, default=Rhythm.WEEKLY)
    hour = models.PositiveSmallIntegerField(_("at"), default=8)  # o'clock, in the house's zone
    readers = models.ManyToManyField(Agent, verbose_name=_("to"), related_name="+")
    is_on = models.BooleanField(_("is on"), default=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.dashboard}, {self.get_rhythm_display()}"


class Letter(models.Model):
    """A dashboard on its way to one reader. Taken away before it is sent, so that nobody gets it twice."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="letters")
    reader = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)


class Surge(models.Model):
    """A topic about which far more customers write than usual at this hour of the week. Opened once, closed when it is quiet again."""

    topic = models.ForeignKey(Topic, null=True, on_delete=models.CASCADE, related_name="+")  # null: what has none
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField()  # the most conversations in one hour
    usual = models.FloatField()  # in an hour like that
    customers = models.PositiveIntegerField()
    quiet = models.PositiveSmallIntegerField(default=0)  # looks in a row that found nothing unusual

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic"], name="surge_once", condition=models.Q(closed_at=None), nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["-opened_at"], name="surge_newest")]
