"""Times as people say them, in the viewer's zone, with the exact time on hover."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _


class Times:
    """The viewer's zone and language and the present moment, looked up once: a list says hundreds of times."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now or timezone.now()
        self.zone = timezone.get_current_timezone()
        self.here = self.now.astimezone(self.zone)
        self.words = _words(get_language())

    def moment(self, at: datetime) -> SafeString:
        """The age of a thing, kept fresh by the page: "now", "17 min", "4 h", "Wed", "12 May", "12 May 2024"."""
        local = at.astimezone(self.zone)
        return _time(local, self.age(local), f' title="{self.exact(local)}" data-relative="age"')

    def clock(self, at: datetime) -> SafeString:
        """The time of day: "17:41"."""
        local = at.astimezone(self.zone)
        return _time(local, f"{local:%H:%M}", f' title="{self.exact(local)}"')

    def wait(self, since: datetime, *, soon: int, late: int) -> SafeString:
        """How long somebody has waited; the page turns the chip to honey after `soon` hours and to brick after `late`."""
        return _time(since, self.span(self.now - since), f' data-relative="span" data-soon="{soon}" data-late="{late}"')

    def left(self, due: datetime, *, soon: int) -> SafeString:
        """The time until something is due, or since it was; the page turns the chip to honey `soon` minutes before, and to brick."""
        late = self.now >= due
        said = (self.words.late if late else self.words.left) % self.span(abs(due - self.now))
        return _time(due, said, f' data-relative="left" data-soon="{soon}"')

    def age(self, local: datetime) -> str:
        """How long ago, in the fewest letters that are still plain."""
        passed = self.now - local
        if passed < timedelta(minutes=1):
            return self.words.now
        if passed < timedelta(days=1):
            return self.span(passed)
        if passed < timedelta(days=6):
            return self.words.days_short[local.weekday()]
        said = self.words.date % (local.day, self.words.months_short[local.month - 1])
        return said if local.year == self.here.year else f"{said} {local.year}"

    def span(self, length: timedelta) -> str:
        """A length of time in its largest unit: "38 min", "5 h", "3 d"."""
        minutes = max(int(length.total_seconds() // 60), 1)
        if minutes < 60:
            return self.words.minutes % minutes
        if minutes < 48 * 60:
            return self.words.hours % (minutes // 60)
        return self.words.spans % (minutes // (24 * 60))

    def day(self, local: date) -> str:
        """The day between messages: "Today", "Yesterday, Wednesday 13 May", "Monday 4 May 2025"."""
        today = self.here.date()
        said = self._weekday_and_date(local)
        if local == today:
            return self.words.today
        if local == today - timedelta(days=1):
            return self.words.yesterday % said
        return said if local.year == today.year else f"{said} {local.year}"

    def on(self, day: date) -> str:
        """A date that may lie ahead: "3 May", "3 May 2027"."""
        said = self.words.date % (day.day, self.words.months[day.month - 1])
        return said if day.year == self.here.year else f"{said} {day.year}"

    def ahead(self, at: datetime) -> str:
        """A moment that lies ahead, in the fewest letters that are still plain: "14:30", "Mon 9:00", "3 Jan"."""
        local = at.astimezone(self.zone)
        if local.date() == self.here.date():
            return f"{local:%H:%M}"
        if local - self.here < timedelta(days=6):
            return f"{self.words.days_short[local.weekday()]} {local:%H:%M}"
        return self.on(local.date())

    def exact(self, at: datetime) -> str:
        """Everything there is to say about a moment: "Thursday 14 May 2026, 11:03"."""
        local = at.astimezone(self.zone)
        return f"{self._weekday_and_date(local)} {local.year}, {local.hour:02}:{local.minute:02}"

    def _weekday_and_date(self, day: date) -> str:
        words = self.words
        return words.weekday % (words.days[day.weekday()], words.date % (day.day, words.months[day.month - 1]))


def moment(at: datetime) -> SafeString:
    """The age of one thing; who says many uses one `Times`."""
    return Times().moment(at)


def _time(at: datetime, said: str, more: str) -> SafeString:
    return SafeString(f'<time datetime="{at.isoformat(timespec="seconds")}"{more}>{said}</time>')


class _Words(NamedTuple):
    """What times are said with in one language. Looked up once: a list of fifty rows says hundreds of them."""

    now: str
    today: str
    yesterday: str
    minutes: str
    hours: str
    spans: str
    left: str
    late: str
    date: str
    weekday: str
    days: list[str]
    days_short: list[str]
    months: list[str]
    months_short: list[str]


@lru_cache
def _words(_language: str | None) -> _Words:
    return _Words(
        now=_("now"),
        today=_("Today"),
        yesterday=_("Yesterday, %s"),
        minutes=_("%d min"),
        hours=_("%d h"),
        spans=_("%d d"),
        left=_("%s left"),
        late=_("%s late"),
        date=pgettext("day and month", "%d %s"),
        weekday=pgettext("weekday and date", "%s %s"),
        days=[escape(str(name)) for name in WEEKDAYS.values()],
        days_short=[escape(str(name)) for name in WEEKDAYS_ABBR.values()],
        months=[escape(str(name)) for name in MONTHS.values()],
        months_short=[escape(str(name).capitalize()) for name in MONTHS_3.values()],
    )
