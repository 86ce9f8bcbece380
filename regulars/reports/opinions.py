"""What customers say when they are asked: read from what surveys have come to."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from regulars.reports import charts
from regulars.reports.asking import Asked
from regulars.reports.panels import Panel
from regulars.surveys.queries import Span
from regulars.surveys.results import headlines, results_of
from regulars.team.days import house_zone


def opinions(asked: Asked) -> list[Panel]:
    """Each survey: its figure with the interval, over the weeks, and how many of those asked have answered."""
    span = Span(*asked.instants(house_zone()))
    return [
        _panel(each, results_of(each["survey"], span, agent=asked.agent)) for each in headlines(span, agent=asked.agent)
    ]


def _panel(headline: dict[str, Any], results: dict[str, Any]) -> Panel:
    survey, figure, trend, asking = headline["survey"], headline["figure"], headline["trend"], headline["asking"]
    periods = results["periods"]
    answers = [{"from": each["name"], "value": each["count"]} for each in periods]
    return Panel(
        name=f"{survey}: {survey.get_kind_display()}",
        value=figure["value"] if figure else "–",
        note=trend["words"] if trend else "" if headline["answers"] else _("no answer yet"),
        mood={"good": "good", "overdue": "bad"}.get(trend["state"], "") if trend else "",
        chart=charts.columns(answers, x="from", of=_("Answers")) if answers else None,
        columns=(_("From"), survey.get_kind_display(), _("Between"), _("Answers")),
        rows=[(each["name"], each["value"], each["interval"], each["count"]) for each in periods],
        address=f"/feedback/surveys/{survey.pk}",
        facts=[
            *([(_("True figure, 95 of 100 times"), figure["interval"])] if figure else []),
            (_("Answers"), str(headline["answers"])),
            (_("Answered, of those asked"), f"{asking['rate']} %" if asking["rate"] else "–"),
            (_("Not asked"), str(asking["not_asked"])),
        ],
    )
