"""Figures as charts in the grammar of Vega-Lite: the same one is drawn by the page, and in letters and files (`drawing.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import get_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regulars.reports.figures import Figure
from regulars.reports.metrics import LEVEL, NUMBER, SCORE, Metric

Chart = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def line(figure: Figure) -> Chart:
    """A metric step by step: bars where they add up, else a line with a gap where nothing was measured."""
    metric = figure.metric
    values = [
        {"day": each.day.isoformat(), "value": _scaled(metric, each.value), "number": each.number}
        for each in figure.points
    ]
    is_sum, is_whole = metric.unit == NUMBER, metric.unit in (NUMBER, LEVEL)
    mark = {"type": "bar", "cornerRadiusEnd": 2} if is_sum else {"type": "line", "point": {"size": 28, "filled": True}}
    tells = [(str(metric.name), "value", ",.1f"), (_("Measured"), "number", ",")]
    return _over_time(values, of=unit_of(metric), is_number=is_whole, tells=tells) | {"mark": mark}


def _over_time(
    values: list[dict[str, Any]], *, of: str, is_number: bool, tells: Sequence[tuple[str, str, str]]
) -> Chart:
    axis = {"tickCount": _steps(values) if is_number else 4}
    is_flat = not any(each["value"] for each in values)  # nothing but zero lies on the ground, not in the middle
    scale = {"domain": [0, 1 if is_number else 100]} if is_flat else {}
    told = [{"field": name, "type": "quantitative", "title": title, "format": form} for title, name, form in tells]
    return {
        "$schema": SCHEMA,
        "config": spoken(),
        "width": "container",
        "height": 180,
        "data": {"values": values},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%-d %b", "tickCount": 6, "grid": False}},
            "y": {"field": "value", "type": "quantitative", "title": of, "axis": axis, "scale": scale},
            "tooltip": [{"field": "day", "type": "temporal", "title": _("From"), "format": "%-d %b %Y"}, *told],
        },
    }  # fmt: skip


def _steps(values: Sequence[dict[str, Any]]) -> int:
    """So many that what comes in wholes is not counted in halves."""
    return min(4, int(max((each["value"] or 0 for each in values), default=0)) or 1)


def spoken() -> dict[str, Any]:
    """How whoever looks writes numbers, months and days; nothing for English, which charts speak by themselves."""
    if (get_language() or "en").startswith("en"):
        return {}
    number = {
        "decimal": get_format("DECIMAL_SEPARATOR"),
        "thousands": get_format("THOUSAND_SEPARATOR"),
        "grouping": [3],
        "currency": ["", ""],
    }
    days, short = (
        [str(words[(day - 1) % 7]) for day in range(7)] for words in (WEEKDAYS, WEEKDAYS_ABBR)
    )  # from Sunday
    months, abbreviated = ([str(words[month]) for month in range(1, 13)] for words in (MONTHS, MONTHS_3))
    time = {"days": days, "shortDays": short, "months": months, "shortMonths": abbreviated, "periods": ["AM", "PM"]}
    return {"locale": {"number": number, "time": time | {"dateTime": "%x %X", "date": "%-d %b %Y", "time": "%H:%M"}}}


def unit_of(metric: Metric) -> str:
    if metric.is_time:
        return _("hours")
    return _("per cent") if metric.is_in_percent else ""


def _scaled(metric: Metric, value: float | None) -> float | None:
    if value is None or metric.unit in (NUMBER, LEVEL, SCORE):
        return value
    return round(value / 3600, 3) if metric.is_time else round(100 * value, 2)


def heat(cells: Sequence[dict[str, Any]], *, across: str, down: str, of: str) -> Chart:
    """How much in each cell of a table, by its colour. Rows stand in the order in which they come."""
    return {
        "$schema": SCHEMA,
        "config": spoken(),
        "width": "container",
        "autosize": {"type": "fit-x", "contains": "padding"},
        "height": {"step": 26},
        "data": {"values": list(cells)},
        "mark": "rect",
        "encoding": {
            "x": {"field": across, "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "labelOverlap": True}},
            "y": {"field": down, "type": "ordinal", "title": None, "sort": None},
            "color": {"field": "value", "type": "quantitative", "title": of},
            "tooltip": [{"field": down, "title": " "}, {"field": across, "title": "  "}, {"field": "value", "title": of, "format": ".1f"}],
        },
    }  # fmt: skip


def dated(days: Sequence[tuple[date, float]], *, of: str) -> Chart:
    """Sums day by day, or step by step."""
    values = [{"day": day.isoformat(), "value": value} for day, value in days]
    return _over_time(values, of="", is_number=True, tells=[(of, "value", ",")]) | {
        "mark": {"type": "bar", "cornerRadiusEnd": 2}
    }


def columns(values: Sequence[dict[str, Any]], *, x: str, of: str, by: str = "") -> Chart:
    """Sums one beside the other; `by` says of what each column is made up."""
    encoding: Chart = {
        "x": {"field": x, "type": "ordinal", "title": None, "sort": None, "axis": {"labelAngle": 0, "labelOverlap": True}},
        "y": {"field": "value", "type": "quantitative", "title": of, "axis": {"tickCount": _steps(values)}},
        "tooltip": [{"field": x, "title": " "}, *([{"field": by, "title": "  "}] if by else []), {"field": "value", "title": of, "format": ",.1f"}],
    }  # fmt: skip
    if by:
        encoding["color"] = {"field": by, "type": "nominal", "title": None, "sort": None}
    return {"$schema": SCHEMA, "config": spoken(), "width": "container", "height": 180, "data": {"values": list(values)}, "mark": "bar", "encoding": encoding}  # fmt: skip
