"""Times as people say them, in the viewer's zone, with the exact time on hover."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def moment(at: datetime, *, now: datetime | None = None) -> SafeString:
    """The age of a thing, kept fresh by the page: "now", "17 min", "4 h", "Wed", "12 May", "12 May 2024"."""
    local = timezone.localtime(at)
    return _time(local, age(local, now=now), "age")


def clock(at: datetime) -> SafeString:
    """The time of day: "17:41"."""
    local = timezone.localtime(at)
    return _time(local, f"{local:%H:%M}", "")


def age(local: datetime, *, now: datetime | None = None) -> str:
    """How long ago, in the fewest letters that are still plain."""
    now = timezone.localtime(now)
    minutes = int((now - local).total_seconds() // 60)
    if minutes < 1:
        return _("now")
    if minutes < 24 * 60:
        return span(timedelta(minutes=minutes))
    if minutes < 6 * 24 * 60:
        return str(WEEKDAYS_ABBR[local.weekday()])
    said = f"{local.day} {str(MONTHS_3[local.month]).capitalize()}"
    return said if local.year == now.year else f"{said} {local.year}"


def span(length: timedelta) -> str:
    """A length of time in its largest unit: "38 min", "5 h", "3 d"."""
    minutes = max(int(length.total_seconds() // 60), 1)
    if minutes < 60:
        return _("%d min") % minutes
    if minutes < 48 * 60:
        return _("%d h") % (minutes // 60)
    return _("%d d") % (minutes // (24 * 60))


def day(at: datetime, *, now: datetime | None = None) -> str:
    """The day between messages: "Today", "Yesterday, Wednesday 13 May", "Monday 4 May 2025"."""
    local, today = timezone.localtime(at), timezone.localtime(now).date()
    said = f"{WEEKDAYS[local.weekday()]} {local.day} {MONTHS[local.month]}"
    if local.date() == today:
        return _("Today")
    if local.date() == today - timedelta(days=1):
        return _("Yesterday, %s") % said
    return said if local.year == today.year else f"{said} {local.year}"


def exact(local: datetime) -> str:
    """Everything there is to say about a moment: "Thursday 14 May 2026, 11:03"."""
    return f"{WEEKDAYS[local.weekday()]} {local.day} {MONTHS[local.month]} {local.year}, {local:%H:%M}"


def _time(local: datetime, said: str, relative: str) -> SafeString:
    kept = f' data-relative="{relative}"' if relative else ""
    return SafeString(f'<time datetime="{local.isoformat(timespec="seconds")}" title="{exact(local)}"{kept}>{said}</time>')
