from __future__ import annotations

import json
from functools import lru_cache

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.lib.hours import Hours, hours_from


class Calendar(models.Model):
    """When somebody is there: a week with its periods, a time zone, and the days that are different."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    hours = models.JSONField(default=dict)  # as `hours_from` reads them: {"monday": ["09:00-17:00"], …}
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    holidays = models.JSONField(default=list)  # "DE-BY", "2026-12-24", {"date": …, "hours": …}, iCalendar text
    is_default = models.BooleanField(_("the house's"), default=False)  # for teams without one of their own

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], name="one_default_calendar", condition=models.Q(is_default=True)
            )
        ]

    def __str__(self) -> str:
        return self.name

    def as_hours(self) -> Hours:
        """Raises HoursProblem, which names the field."""
        return hours_of(
            json.dumps({"hours": self.hours, "time_zone": self.time_zone, "holidays": self.holidays}, sort_keys=True)
        )


@lru_cache(maxsize=64)
def hours_of(written: str) -> Hours:
    """The hours in this JSON; the same object again, which remembers the weeks that it has reckoned."""
    return hours_from(json.loads(written))


def hours_of_one(entry: object, time_zone: str) -> Hours:
    """Hours of which nothing is known but this one entry of their holidays."""
    return hours_of(json.dumps({"hours": "24/7", "time_zone": time_zone, "holidays": [entry]}, sort_keys=True))


class HoursChange(models.Model):
    """Hours have changed, and those who count by them have not followed yet: they take the row away."""

    at = models.DateTimeField(default=timezone.now)
