"""Metrics, told."""

from __future__ import annotations

from typing import Any

from regulars.api.told.answers import Facts, time
from regulars.reports.asking import Asked
from regulars.reports.beside import Members, named, sure, told
from regulars.reports.figures import Figure
from regulars.reports.metrics import SHARE, Metric, Reckoned


def metric(row: Metric) -> Facts:
    return {
        "word": row.word,
        "name": str(row.name),
        "meaning": str(row.meaning),
        "unit": row.unit,
        "better": row.better,
    }


def figure(row: Figure, asked: Asked, *, members: Members, by: str) -> Facts:
    points = [{"since": each.day.isoformat(), "value": each.value, "number": each.number} for each in row.points]
    beside = [
        {
            "member": member, "name": str(name), "value": told(row.metric, members, member),
            "is_about": members[member][row.metric.word].is_about, "number": members[member][row.metric.word].number, "interval": _between(row.metric, sure(row.metric, members, member)),
        }
        for member, name in (named(members, by=by) if by else [])
    ]  # fmt: skip
    return {
        "metric": row.metric.word,
        "since": asked.first.isoformat(),
        "until": asked.last.isoformat(),
        "value": row.value,
        "is_about": row.is_about,
        "number": row.number,
        "before": row.before,
        "is_other": row.is_other,
        "mean": row.mean,
        "nine_in_ten": row.nine_in_ten,
        "interval": _between(row.metric, row.interval),
        "points": points,
        "members": beside,
    }


def _between(metric: Metric, sure: Reckoned | None) -> list[float] | None:
    scale = 100 if metric.unit == SHARE else 1
    return [sure.low / scale, sure.high / scale] if sure else None


def reading(row: tuple[Any, ...]) -> Facts:
    conversation, at, value, agent = row
    return {"conversation": conversation, "at": time(at), "value": value, "agent": agent}
