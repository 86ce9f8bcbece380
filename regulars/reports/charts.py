"""Figures as charts in the grammar of Vega-Lite: the same one is drawn by the page, and in letters and files (`drawing.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from regulars.reports.figures import Figure
from regulars.reports.metrics import NUMBER, SHARE, Metric

Chart = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def line(figure: Figure) -> Chart:
    """A metric step by step: bars where they add up, else a line with a gap where nothing was measured."""
    metric = figure.metric
    values = [
        {"day": each.day.isoformat(), "value": _scaled(metric, each.value), "number": each.number}
        for each in figure.points
    ]
    is_sum = metric.unit == NUMBER
    mark = {"type": "bar", "cornerRadiusEnd": 2} if is_sum else {"type": "line", "point": {"size": 28, "filled": True}}
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": 180,
        "data": {"values": values},
        "mark": mark,
        "encoding": {
            "x": {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%-d %b", "tickCount": 6, "grid": False}},
            "y": {"field": "value", "type": "quantitative", "title": unit_of(metric), "axis": {"tickCount": 4}},
            "tooltip": [
                {"field": "day", "type": "temporal", "title": _("From"), "format": "%-d %b %Y"},
                {"field": "value", "type": "quantitative", "title": str(metric.name), "format": ",.1f"},
                {"field": "number", "type": "quantitative", "title": _("Measured"), "format": ","},
            ],
        },
    }  # fmt: skip


def bars(metric: Metric, members: Sequence[tuple[str, float | None]]) -> Chart:
    """A metric of one beside the other."""
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": {"step": 24},
        "data": {"values": [{"name": name, "value": _scaled(metric, value)} for name, value in members if value is not None]},
        "mark": {"type": "bar", "cornerRadiusEnd": 2},
        "encoding": {
            "y": {"field": "name", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": 160}},
            "x": {"field": "value", "type": "quantitative", "title": unit_of(metric), "axis": {"tickCount": 4}},
            "tooltip": [{"field": "name", "title": _("Name")}, {"field": "value", "title": str(metric.name), "format": ",.1f"}],
        },
    }  # fmt: skip


def unit_of(metric: Metric) -> str:
    if metric.is_time:
        return _("hours")
    return _("per cent") if metric.unit == SHARE else ""


def _scaled(metric: Metric, value: float | None) -> float | None:
    if value is None or metric.unit == NUMBER:
        return value
    return round(value / 3600, 3) if metric.is_time else round(100 * value, 2)
