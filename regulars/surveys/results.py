"""What a survey has come to in a time: beside the time before, over the weeks, and by who was at work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth, TruncWeek
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from regulars.lib.sureness import wilson
from regulars.surveys.models import Invitation, Opinion, Survey
from regulars.surveys.numbers import Counts, Figure, has_changed
from regulars.surveys.queries import Span, asking, figure, scores
from regulars.surveys.rows import bars, figure_row, reasons_in_words
from regulars.team.days import house_zone
from regulars.team.models import Agent

MONTHS_FROM = 120  # days: over a longer time, months are shown instead of weeks


def headlines(span: Span, *, agent: Agent) -> list[dict[str, Any]]:
    """Each survey that is on, or was answered in this time, with its figure and how it has moved."""
    found = []
    for survey in Survey.objects.order_by("-is_on", "name", "pk"):
        now, before = _counts(survey, span, agent), _counts(survey, _earlier(span), agent)
        if survey.is_on or now:
            row = {"survey": survey, "figure": figure_row(figure(survey, now)), "answers": _many(survey, span, agent)}
            found.append(row | {"trend": trend(survey, before, now), "asking": _asked(asking(survey, span))})
    return found


def results_of(survey: Survey, span: Span, *, agent: Agent) -> dict[str, Any]:
    """Everything that the page of a survey shows."""
    counts, before = _counts(survey, span, agent), _counts(survey, _earlier(span), agent)
    return {
        "figure": figure_row(figure(survey, counts)),
        "trend": trend(survey, before, counts),
        "bars": bars(survey, counts),
        "answers": _many(survey, span, agent),
        "asking": _asked(asking(survey, span)),
        "periods": _over_time(survey, span, agent),
        "by_agent": _by_agent(survey, span, agent),
        "choices": _choices(survey, span, agent),
    }


def trend(survey: Survey, before: Counts, now: Counts) -> dict[str, Any] | None:
    """How the figure stands against the time before; "no real change" is said when chance alone would do as much."""
    was, is_now = figure(survey, before), figure(survey, now)
    if was is None or is_now is None:
        return None
    moved = is_now.value - was.value
    if not has_changed(was, is_now):
        return {"state": "", "words": _("no real change")}
    better = moved > 0
    said = f"{'+' if better else '−'}{_rounded(abs(moved), 2 if survey.kind == Survey.Kind.CES else 0)}"
    return {"state": "good" if better else "overdue", "words": said}


def _rounded(number: float, places: int) -> str:
    return number_format(round(number, places), places)


def _earlier(span: Span) -> Span:
    return Span(span.since - (span.until - span.since), span.since)


def _within(survey: Survey, span: Span, agent: Agent) -> QuerySet[Opinion]:
    found = Opinion.objects.visible_to(agent).counted()
    return found.filter(survey=survey, at__gte=span.since, at__lt=span.until)


def _counts(survey: Survey, span: Span, agent: Agent) -> Counts:
    return scores(_within(survey, span, agent))


def _many(survey: Survey, span: Span, agent: Agent) -> int:
    return _within(survey, span, agent).count()


def _asked(told: dict[str, Any]) -> dict[str, Any]:
    share = wilson(told["answered"], told["asked"])
    rate = _rounded(share.value, 0) if share else ""
    not_asked = sum(many for _word, many in told["reasons"])
    return told | {"rate": rate, "reasons": reasons_in_words(told["reasons"]), "not_asked": not_asked}


def _over_time(survey: Survey, span: Span, agent: Agent) -> list[dict[str, Any]]:
    """The figure of each week, or month, as the house's days go; where nobody answered there is a gap, and no nought."""
    is_long = (span.until - span.since).days > MONTHS_FROM
    cut = (TruncMonth if is_long else TruncWeek)("at", tzinfo=house_zone())
    several = _within(survey, span, agent).exclude(score=None).order_by().annotate(begins=cut)
    found: dict[date, dict[int, int]] = defaultdict(dict)
    for begins, score, many in several.values_list("begins", "score").annotate(many=Count("pk")):
        found[begins.date()][score] = many
    figures = [(begins, figure(survey, counts)) for begins, counts in sorted(found.items())]
    return [_period(survey, begins, each, is_long) for begins, each in figures if each]


def _period(survey: Survey, begins: date, each: Figure, is_long: bool) -> dict[str, Any]:
    least, most = {Survey.Kind.NPS: (-100, 100), Survey.Kind.CES: (1, 7)}.get(Survey.Kind(survey.kind), (0, 100))
    return {
        "name": date_format(begins, "F Y" if is_long else "j M"),
        "filled": round(100 * (each.value - least) / (most - least)),
        **(figure_row(each) or {}),
    }


def _by_agent(survey: Survey, span: Span, agent: Agent) -> list[dict[str, Any]]:
    """Beside each figure, how many of their customers were asked: nobody's figure is better for asking only the happy ones."""
    several = _within(survey, span, agent).exclude(score=None).exclude(agent=None).order_by()
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for number, score, many in several.values_list("agent", "score").annotate(many=Count("pk")):
        found[number][score] = many
    decided, asked = _decided(survey, span)
    people = Agent.objects.in_bulk(found.keys() | decided.keys())
    rows = [
        {
            "agent": person,
            "figure": figure_row(figure(survey, found.get(number, {}))),
            "asked": asked.get(number, 0),
            "decided": decided.get(number, 0),
        }
        for number, person in people.items()
    ]
    return sorted(rows, key=lambda row: -row["decided"])


def _decided(survey: Survey, span: Span) -> tuple[dict[int, int], dict[int, int]]:
    made = Invitation.objects.filter(survey=survey, made_at__gte=span.since, made_at__lt=span.until)
    made = made.exclude(agent=None).order_by()
    asked = made.filter(state=Invitation.State.SENT)
    return _per_agent(made), _per_agent(asked)


def _per_agent(made: QuerySet[Invitation]) -> dict[int, int]:
    return dict(made.values_list("agent").annotate(many=Count("pk")))


def _choices(survey: Survey, span: Span, agent: Agent) -> list[dict[str, Any]]:
    """How often each answer of the other questions was chosen."""
    given = list(_within(survey, span, agent).values_list("answers", flat=True)[:50_000])
    rows = []
    for question in survey.asks:
        if question.kind in ("choice", "choices"):
            chosen = [each[question.key] for each in given if question.key in each]
            rows.append({"words": next(iter(question.words.values())), "options": _shares(question, chosen)})
    return rows


def _shares(question: Any, chosen: Iterable[Any]) -> list[tuple[str, int, int]]:
    several = [each if isinstance(each, list) else [each] for each in chosen]
    many = len(several) or 1
    counts = {option.word: sum(option.word in each for each in several) for option in question.options}
    labels = {option.word: next(iter(option.words.values()), option.word) for option in question.options}
    return [(labels[word], count, round(100 * count / many)) for word, count in counts.items()]
