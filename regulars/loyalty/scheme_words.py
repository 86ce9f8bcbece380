"""What a rule of a programme gives, in the words of its manager."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.lib import money
from regulars.loyalty.models import Programme
from regulars.loyalty.models.programme import number
from regulars.loyalty.schemes import DAYS, Limit, Scheme
from regulars.loyalty.spans import Span
from regulars.loyalty.wording import CHOICES

WEEKDAYS = dict(
    zip(
        DAYS,
        (
            gettext_lazy("Monday"),
            gettext_lazy("Tuesday"),
            gettext_lazy("Wednesday"),
            gettext_lazy("Thursday"),
            gettext_lazy("Friday"),
            gettext_lazy("Saturday"),
            gettext_lazy("Sunday"),
        ),
        strict=True,
    )
)
WITHIN = {
    "day": gettext_lazy("a day"),
    "week": gettext_lazy("a week"),
    "month": gettext_lazy("a month"),
    "quarter": gettext_lazy("a quarter"),
    "half year": gettext_lazy("half a year"),
    "year": gettext_lazy("a year"),
    "year of membership": gettext_lazy("a year of membership"),
    "ever": gettext_lazy("ever"),
}


def say_base(programme: Programme) -> str:
    """ "1 point for each €1.00": what a purchase gives by itself."""
    earning = programme.promised.earning
    per = money.said(earning.per, programme.currency)
    return _("{points} for each {amount}").format(points=programme.said(earning.points), amount=per)


def say_scheme(scheme: Scheme, programme: Programme) -> list[str]:
    """What it gives, for what, when, and its limits: a line each."""
    lines = (_things(scheme, programme), _times(scheme), _dates(scheme), _limits(scheme, programme))
    return [_gift(scheme, programme), *(line for several in lines for line in several)]


def _gift(scheme: Scheme, programme: Programme) -> str:
    if scheme.do == "multiply":
        what = _("what a purchase gives by itself") if scheme.of == "purchase" else _("all that was given so far")
        return _("{times} times {what}").format(times=scheme.times, what=what)
    points = programme.said(scheme.points)
    if scheme.do == "raise":
        points = _("at least %s") % points
    if scheme.each == "amount":
        per = money.said(scheme.per, programme.currency)
        return _("{points} for each {amount}").format(points=points, amount=per)
    if scheme.each == "value":
        said = (
            _("{points} for each {count} that the event tells")
            if scheme.pieces > 1
            else _("{points} for each one that the event tells")
        )
        return said.format(points=points, count=number(scheme.pieces))
    if scheme.each == "item":
        said = _("{points} for each {count} pieces") if scheme.pieces > 1 else _("{points} for each piece")
        return said.format(points=points, count=number(scheme.pieces))
    return points


def _things(scheme: Scheme, programme: Programme) -> Iterator[str]:
    if scheme.only:
        yield _("only for %s") % ", ".join(scheme.only)
    if scheme.without:
        yield _("not for %s") % ", ".join(scheme.without)
    if scheme.least:
        yield _("from %s") % money.said(scheme.least, programme.currency)


def _times(scheme: Scheme) -> Iterator[str]:
    if scheme.weekdays:
        yield ", ".join(str(WEEKDAYS[day]) for day in scheme.weekdays)
    if scheme.from_on:
        yield _("from %s") % date_format(scheme.from_on)
    if scheme.until_on:
        yield _("through %s") % date_format(scheme.until_on)
    if scheme.from_time or scheme.until_time:
        yield f"{scheme.from_time or '00:00'}–{scheme.until_time or '24:00'}"


def _dates(scheme: Scheme) -> Iterator[str]:
    if scheme.waits:
        yield _("may be spent after %s") % _span(scheme.waits)
    if scheme.lasts:
        yield _("over after %s") % _span(scheme.lasts)


def _span(span: Span) -> str:
    if span.on:
        return date_format(span.on)
    said = f"{number(span.count)} {CHOICES[span.unit]}" if span.count else ""
    end = _("the end of: %s") % CHOICES[span.round_to] if span.round_to != "nothing" else ""
    return ", ".join(filter(None, (said, end)))


def _limits(scheme: Scheme, programme: Programme) -> Iterator[str]:
    if scheme.most is not None:
        yield _("at most %s each time") % programme.said(scheme.most)
    if scheme.per_member:
        yield _("at most %s for one member") % _limit(scheme.per_member, programme.said(scheme.per_member.most))
    if scheme.often:
        yield _("at most %s for one member") % _limit(scheme.often, f"{number(scheme.often.most)} ×")
    if scheme.budget:
        yield _("at most %s for all together") % _limit(scheme.budget, programme.said(scheme.budget.most))
    if not scheme.qualifies:
        yield _("counts for no tier")
    if scheme.only_for_tiers:
        yield _("counts for tiers alone, as %s") % scheme.counter if scheme.counter else _("counts for tiers alone")


def _limit(limit: Limit, most: str) -> str:
    return _("{most} {within}").format(most=most, within=WITHIN[limit.within])
