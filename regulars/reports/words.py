"""Numbers as people say them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulars.lib import money
from regulars.reports.asking import Asked
from regulars.reports.figures import Figure
from regulars.reports.metrics import LEVEL, NUMBER, SCORE, SHARE, Metric, Reckoned
from regulars.reports.panels import Cell, Part

NOTHING = "–"


def said(metric: Metric, value: float | None) -> str:
    """A value of this metric: “3 h 12 min”, “84 %”, “1,204”; a dash where there was nothing to measure."""
    if value is None:
        return NOTHING
    if metric.unit == SCORE:
        places = 2 if metric.word == "ces" else 0
        return share(value / 100) if metric.is_in_percent else number_format(round(value, places) + 0, places)
    if metric.unit in (NUMBER, LEVEL):
        return number_format(round(value), 0, force_grouping=True)
    return share(value) if metric.unit == SHARE else length(value)


def plain(metric: Metric, value: float | None) -> Any:
    """The same for spreadsheets: a length of time, a share, a number; an empty cell where there was nothing to measure."""
    if value is None:
        return ""
    if metric.is_time:
        return timedelta(seconds=round(value))
    return Part(value / 100 if metric.unit == SCORE else value) if metric.is_in_percent else round(value, 2)


def between(metric: Metric, sure: Reckoned) -> str:
    """Where the true figure lies in 95 of 100 cases."""
    scale = 100 if metric.unit == SHARE else 1
    return f"{said(metric, sure.low / scale)} – {said(metric, sure.high / scale)}"


def many(number: int) -> str:
    return number_format(number, 0, force_grouping=True)


def share(value: float) -> str:
    places = 1 if 0 < value < 0.1 or 0.9 < value < 1 else 0
    return _("%s %%") % number_format(round(100 * value, places), places)  # Django cuts off what it does not show


def length(seconds: float) -> str:
    """In its two largest units."""
    if seconds < 60:
        return pgettext("length of time", "%d s") % round(seconds)
    minutes = round(seconds / 60)
    if minutes < 60:
        return pgettext("length of time", "%d min") % minutes
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        told = pgettext("length of time", "%d h") % hours
        return f"{told} {pgettext('length of time', '%d min') % minutes}" if minutes else told
    days, hours = divmod(round(seconds / 3600), 24)
    told = pgettext("length of time", "%d d") % days
    return f"{told} {pgettext('length of time', '%d h') % hours}" if hours else told


def day(value: date) -> str:
    return date_format(value, "j M Y")


def dated(value: date) -> Cell:
    return Cell(day(value), value=value)


def part(value: float) -> Cell:
    return Cell(share(value), value=Part(value))


def worth(amount: int, currency: str) -> Cell:
    return Cell(money.said(amount, currency), value=money.major(amount, currency))


def compared(figure: Figure) -> str:
    """How it stands to the days before."""
    if figure.before is None or figure.value is None:
        return _("nothing to compare with")
    before = said(figure.metric, figure.before)
    return _("before: %s") % before if figure.is_other else _("before: %s, no real change") % before


def figure_row(figure: Figure, asked: Asked) -> dict[str, Any]:
    """A figure, ready for a page or a letter."""
    metric, value = figure.metric, said(figure.metric, figure.value)
    better = figure.is_better
    return {
        "metric": metric,
        "value": f"≈ {value}" if figure.is_about else value,
        "compared": compared(figure),
        "mood": "" if better is None else "good" if better else "bad",
        "turn": "" if not figure.is_other else "up" if (figure.value or 0) > (figure.before or 0) else "down",
        "number": many(figure.number),
        "more": _more(figure),
        "address": f"/reports/metrics/{metric.word}?{asked.address()}",
    }


def _more(figure: Figure) -> list[tuple[str, str]]:
    metric = figure.metric
    told = [(_("Measured"), many(figure.number))]
    if metric.is_time and figure.number:
        told += [(_("Nine of ten within"), said(metric, figure.nine_in_ten)), (_("Mean"), said(metric, figure.mean))]
    if figure.interval:
        name = _("True share, 95 of 100 times") if metric.unit == SHARE else _("True figure, 95 of 100 times")
        told.append((name, between(metric, figure.interval)))
    return told
