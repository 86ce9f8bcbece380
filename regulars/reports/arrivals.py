"""The heat map: when conversations begin, by the hour of the week."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from regulars.lib.hours.zones import zone_name
from regulars.reports import charts
from regulars.reports.adding import spreads
from regulars.reports.asking import Asked
from regulars.reports.metrics import METRICS
from regulars.reports.panels import Cell, Panel
from regulars.team.days import house_zone

HOURS = range(24)
DAYS = range(7)


def arrivals(asked: Asked) -> list[Panel]:
    """How many begin in an hour of the week, on average over these days. Raises ValidationError("conditions")."""
    counts = counted(asked)
    often = [sum((asked.first + timedelta(days=each)).weekday() == day for each in range(asked.days)) for day in DAYS]
    mean = {
        (day, hour): counts.get((day, hour), 0) / often[day] if often[day] else None for day in DAYS for hour in HOURS
    }
    busiest = max(mean, key=lambda place: mean[place] or 0)
    cells = [{"day": str(WEEKDAYS_ABBR[day]), "hour": hour, "value": mean[day, hour]} for day in DAYS for hour in HOURS]
    return [
        Panel(
            name=_("Conversations begun in each hour of the week"),
            value=_("%(day)s, %(hour)d:00") % {"day": WEEKDAYS[busiest[0]], "hour": busiest[1]} if counts else "–",
            note=_("is the busiest hour: %s on average") % _few(mean[busiest]) if counts else "",
            chart=charts.heat(cells, across="hour", down="day", of=_("Conversations")),
            columns=(_("Hour"), *(str(WEEKDAYS_ABBR[day]) for day in DAYS)),
            rows=[
                (f"{hour}:00", *(Cell(_few(mean[day, hour]), value=mean[day, hour]) for day in DAYS)) for hour in HOURS
            ],
            is_wide=True,
        )
    ]


def counted(asked: Asked) -> Counter[tuple[int, int]]:
    """By weekday (Monday is 0) and hour, in the house's zone."""
    hour = {"step": "extract(hour FROM at AT TIME ZONE %s)::integer", "given": [zone_name(house_zone())]}
    found: Counter[tuple[int, int]] = Counter()
    for _kind, _member, day, hours in spreads([METRICS["conversations"]], asked, first=asked.first, **hour):
        found.update({(day.weekday(), hour): many for hour, many in enumerate(hours) if many})
    return found


def _few(value: float | None) -> str:
    return "–" if value is None else number_format(round(value, 1), 1)
