"""What an admin says about working hours, day by day and holiday by holiday."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Any, NamedTuple
from zoneinfo import available_timezones

import holidays
from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from holidays.registry import COUNTRIES

from regulars.lib.hours.periods import told
from regulars.lib.hours.writing import DAYS
from regulars.team.models import Calendar

PUBLIC = re.compile(r"([A-Z]{2,3})(?:-(.+))?")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
SHOWN = {"date", "from", "to", "name", "hours", "yearly"}  # what the lines of own days can say


class Weekday(NamedTuple):
    """A day of the usual week with its periods, "09:00" to "17:00"."""

    key: str
    name: str
    periods: list[tuple[str, str]]
    before: str


class OwnDay(NamedTuple):
    """A line of the days that are different."""

    first: str = ""
    last: str = ""
    name: str = ""
    hours: str = ""  # none: closed
    yearly: str = ""


class CalendarForm(forms.Form):
    """The week and the own days come as lists of fields, one a line; the verb checks what they mean."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("Where the clock on the wall hangs.")
    )
    country = forms.ChoiceField(label=gettext_lazy("Public holidays of"), required=False)
    subdivision = forms.ChoiceField(label=gettext_lazy("Part of the country"), required=False)
    ical = forms.CharField(
        label=gettext_lazy("From another calendar"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "BEGIN:VCALENDAR …", "spellcheck": "false"}),
        help_text=gettext_lazy("Paste an iCalendar text (.ics): whole-day events close the day, others their time."),
    )
    is_default = forms.BooleanField(
        label=gettext_lazy("The hours of the house"),
        help_text=gettext_lazy("For every team without hours of its own."),
        required=False,
    )

    def __init__(self, data: Any = None, *, calendar: Calendar) -> None:
        self.calendar = calendar
        super().__init__(data, initial=_initial(calendar))
        country = (data or self.initial).get("country", "")
        self.fields["time_zone"].choices = [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in _zones())]
        self.fields["country"].choices = [("", _("no country")), *countries()]
        self.fields["subdivision"].choices = [("", _("the whole country")), *subdivisions(country)]

    @property
    def week(self) -> list[Weekday]:
        """Seven lines: as they were sent, otherwise as they are kept."""
        sent = self._sent_week() if self.is_bound else _kept_week(self.calendar)
        names = [str(WEEKDAYS[number]) for number in range(7)]
        return [
            Weekday(day, names[number], sent[day], names[number - 1] if number else "")
            for number, day in enumerate(DAYS)
        ]

    @property
    def own_days(self) -> list[OwnDay]:
        if not self.is_bound:
            return [_own_day(entry) for entry in self.calendar.holidays if _is_own(entry)]
        lists = [self.data.getlist(f"day_{field}") for field in OwnDay._fields]
        lines = [OwnDay(*(text.strip()[:200] for text in line)) for line in zip_longest(*lists, fillvalue="")]
        return [line for line in lines if any(line)]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if any(bool(start) != bool(end) for each in self.week for start, end in each.periods):
            raise forms.ValidationError(_("Each time of the week needs a beginning and an end."))
        for name in ("name", "time_zone", "is_default"):
            setattr(self.calendar, name, given.get(name, getattr(self.calendar, name)))
        self.calendar.hours = {each.key: [f"{start}-{end}" for start, end in each.periods] for each in self.week}
        self.calendar.holidays = [
            *self._public(given),
            *map(_entry, self.own_days),
            *self._pasted(given),
            *self._others(),
        ]
        return given

    def _sent_week(self) -> dict[str, list[tuple[str, str]]]:
        ends = {
            day: zip_longest(self.data.getlist(f"{day}_from"), self.data.getlist(f"{day}_to"), fillvalue="")
            for day in DAYS
        }
        return {day: [(start[:5], end[:5]) for start, end in several if start or end] for day, several in ends.items()}

    def _public(self, given: dict[str, Any]) -> list[str]:
        country, part = given.get("country", ""), given.get("subdivision", "")
        return [f"{country}-{part}" if part else country] if country else []

    def _pasted(self, given: dict[str, Any]) -> list[dict[str, str]]:
        return [{"ical": given["ical"]}] if given.get("ical") else []

    def _others(self) -> list[Any]:
        """What stands there in a form that this page does not show, it leaves alone."""
        kept = Calendar.objects.filter(pk=self.calendar.pk).values_list("holidays", flat=True).first() or []
        firsts = [next(filter(_is_public, kept), None), next(filter(_is_pasted, kept), None)]
        return [entry for entry in kept if not _is_own(entry) and entry not in firsts]


def countries() -> list[tuple[str, str]]:
    """The countries whose holidays are known, by name."""
    named = ((code, re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)) for name, code, *_others in COUNTRIES.values())
    return sorted(named, key=lambda country: country[1])


def subdivisions(country: str) -> list[tuple[str, str]]:
    """The parts of a country that have holidays of their own, by name."""
    known = dict(countries()).get(country) and getattr(holidays, country)
    aliases = known.get_subdivision_aliases() if known else {}
    return sorted(
        ((code, max(names, key=len, default=code)) for code, names in aliases.items()), key=lambda part: part[1]
    )


def _zones() -> list[str]:
    return sorted(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix", "right"))
    )


def _initial(calendar: Calendar) -> dict[str, Any]:
    public = PUBLIC.fullmatch(next(filter(_is_public, calendar.holidays), ""))
    pasted = next(filter(_is_pasted, calendar.holidays), "")
    return {
        "name": calendar.name,
        "time_zone": calendar.time_zone,
        "is_default": calendar.is_default,
        "country": public[1] if public else "",
        "subdivision": (public[2] or "") if public else "",
        "ical": pasted["ical"] if isinstance(pasted, dict) else pasted,
    }


def _kept_week(calendar: Calendar) -> dict[str, list[tuple[str, str]]]:
    week = calendar.as_hours().calendars[0].week if calendar.hours else [()] * 7
    return {day: [_ends(told(period)) for period in periods] for day, periods in zip(DAYS, week, strict=True)}


def _ends(period: str) -> tuple[str, str]:
    """Midnight at the end of a day is 00:00 in a browser's field."""
    start, _dash, end = period.partition("-")
    return start, "00:00" if end == "24:00" else end


def _is_public(entry: Any) -> bool:
    return isinstance(entry, str) and bool(PUBLIC.fullmatch(entry))


def _is_pasted(entry: Any) -> bool:
    return (isinstance(entry, dict) and set(entry) == {"ical"}) or (
        isinstance(entry, str) and "BEGIN:VCALENDAR" in entry
    )


def _is_own(entry: Any) -> bool:
    if isinstance(entry, str):
        return bool(DAY.fullmatch(entry))
    if not isinstance(entry, dict) or not set(entry) <= SHOWN or not isinstance(entry.get("hours", ""), str):
        return False
    return all(
        DAY.fullmatch(str(day)) for day in (entry.get("date") or entry.get("from"), entry.get("to", "2000-01-01"))
    )


def _own_day(entry: Any) -> OwnDay:
    if isinstance(entry, str):
        return OwnDay(entry)
    first, last = entry.get("date") or entry.get("from"), entry.get("to", "")
    return OwnDay(
        first,
        "" if last == first else last,
        entry.get("name", ""),
        entry.get("hours", ""),
        "1" if entry.get("yearly") else "",
    )


def _entry(day: OwnDay) -> dict[str, Any]:
    """A last day alone is no day: the verb says so of its place."""
    said: dict[str, Any] = {"from": day.first, "to": day.last} if day.last else {"date": day.first}
    more = {"name": day.name, "hours": day.hours, "yearly": bool(day.yearly)}
    return said | {name: value for name, value in more.items() if value}
