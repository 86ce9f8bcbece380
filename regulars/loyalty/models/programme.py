from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from regulars.loyalty.periods import end_of
from regulars.loyalty.spans import Clock
from regulars.loyalty.terms import Terms
from regulars.team.models import Agent

INSTANT = timedelta(microseconds=1)


class Programme(models.Model):
    """What a shop promises to whoever keeps coming back. Its terms have versions; credits keep those under which they were earned."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    one = models.CharField(_("one of them"), max_length=40, default="point")
    many = models.CharField(_("many of them"), max_length=40, default="points")
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    terms = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    swept_at = models.DateTimeField(default=timezone.now)  # until when all books are kept
    celebrated_on = models.DateField(null=True)  # the last day whose birthdays were told of
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    @cached_property
    def promised(self) -> Terms:
        return Terms.model_validate(self.terms)

    @cached_property
    def clock(self) -> Clock:
        return Clock(ZoneInfo(self.time_zone), self.promised.begins)

    @property
    def sweep_at(self) -> datetime:
        """The midnight at which the books are kept next."""
        return end_of(self.swept_at, "day", self.clock.zone)

    def day(self, at: datetime) -> date:
        """The day that this is in, by the programme's clocks."""
        return at.astimezone(self.clock.zone).date()

    def last_day(self, end: datetime) -> date:
        """The last day on which something is good that is over from this instant on."""
        return self.day(end - INSTANT)

    def unit(self, points: int) -> str:
        return self.one if abs(points) == 1 else self.many

    def said(self, points: int) -> str:
        """“1,240 points”, or “1.240 points” where one writes so."""
        return f"{number(points)} {self.unit(points)}"


def number(points: int, *, is_change: bool = False) -> str:
    """As whoever reads it writes numbers; of a change, with its sign."""
    written = str(number_format(points, force_grouping=True)).replace("-", "−")
    return f"+{written}" if is_change and points > 0 else written


class ProgrammeVersion(models.Model):
    """The terms as they once were."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    terms = models.JSONField()
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="programme_version_once")]


class Sweep(models.Model):
    """One night's keeping of a programme's books: what was due until `until`, and how far it has come."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="sweeps")
    until = models.DateTimeField()
    due = models.PositiveIntegerField()  # members
    done = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "until"], name="sweep_once")]
