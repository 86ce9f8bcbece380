"""Answers, cases and figures, made ready for pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from regulars.surveys.gates import REASONS
from regulars.surveys.models import Case, Opinion, Survey
from regulars.surveys.numbers import Counts, Ease, Figure, Nps
from regulars.surveys.questions import said_in
from regulars.ui.faces import avatar
from regulars.ui.moments import Times

FEW = 30  # answers: below it an interval says little more than that they are few


def opinion_rows(opinions: Iterable[Opinion]) -> list[dict[str, Any]]:
    times = Times()
    return [
        {
            "opinion": each,
            "face": avatar(str(each.customer), each.customer_id, "small") if each.customer else "",
            "who": str(each.customer) if each.customer else each.author or _("Somebody"),
            "score": score_of(each),
            "colour": colour_of(each),
            "when": times.moment(each.at),
            "more": other_answers(each),
        }
        for each in opinions
    ]


def case_rows(cases: Iterable[Case]) -> list[dict[str, Any]]:
    times = Times()
    return [
        {
            "case": each,
            "who": str(each.opinion.customer),
            "score": score_of(each.opinion),
            "comment": each.opinion.comment,
            "due": times.ahead(each.due_at) if each.due_at > times.now else times.moment(each.due_at),
            "is_late": each.is_late,
            "opened": times.moment(each.opened_at),
            "state": each.get_outcome_display() if each.outcome else each.get_state_display(),
            "colour": {"open": "waiting", "contacted": "info", "closed": "good"}[each.state],
        }
        for each in cases
    ]


def score_of(opinion: Opinion) -> str:
    """ "3 of 5"; nothing where there is no score."""
    scored = opinion.survey.scored
    if opinion.score is None or scored is None:
        return ""
    return _("%(score)d of %(most)d") % {"score": opinion.score, "most": scored.most}


def colour_of(opinion: Opinion) -> str:
    survey, score = opinion.survey, opinion.score
    if score is None:
        return ""
    if opinion.is_low:
        return "overdue"
    glad = {Survey.Kind.NPS: 9, Survey.Kind.CES: 5}.get(Survey.Kind(survey.kind), 4)
    return "good" if score >= glad else "waiting"


def other_answers(opinion: Opinion) -> list[tuple[str, str]]:
    """What was answered beside the score and the words: the question and what was chosen."""
    scored, language = opinion.survey.scored, opinion.language
    return [
        (said_in(each.words, language), _chosen(each, opinion.answers[each.key], language))
        for each in opinion.survey.asks
        if each.key in opinion.answers and each.kind != "text" and each != scored
    ]


def _chosen(question: Any, answer: Any, language: str) -> str:
    labels = {option.word: said_in(option.words, language) for option in question.options}
    several = answer if isinstance(answer, list) else [answer]
    return ", ".join(labels.get(each, str(each)) for each in several)


def figure_row(figure: Figure | None) -> dict[str, Any] | None:
    """A figure in words, with the interval that holds it 95 times of 100."""
    if figure is None:
        return None
    unit = "" if isinstance(figure, Nps | Ease) else " %"
    places = 2 if isinstance(figure, Ease) else 0 if isinstance(figure, Nps) else 1
    low, high = (_said(each, places) for each in (figure.low, figure.high))
    return {
        "value": f"{_said(figure.value, places)}{unit}",
        "interval": f"{low} … {high}{unit}",
        "count": figure.count,
        "is_few": figure.count < FEW,
        "more": _more(figure),
    }


def _more(figure: Figure) -> str:
    if isinstance(figure, Nps):
        shares = {"for": figure.promoters, "between": figure.passives, "against": figure.detractors}
        return _("%(for)d promoters, %(between)d passives, %(against)d detractors") % shares
    if isinstance(figure, Ease):
        said = {"easy": _said(figure.easy.value, 1), "index": _said(figure.index, 0)}
        return _("%(easy)s %% said 5 or more; index %(index)s") % said
    return ""


def _said(number: float, places: int) -> str:
    """Rounded, not cut off; and nothing is less than nought by less than one can see."""
    return str(number_format(round(number, places) + 0, places)).replace("-", "−")


def bars(survey: Survey, counts: Counts) -> list[dict[str, Any]]:
    """How many gave each score, of all scores there are."""
    scored = survey.scored
    if scored is None:
        return []
    most = max(counts.values(), default=0)
    total = sum(counts.values()) or 1
    return [
        {"score": score, "many": counts.get(score, 0), "share": round(100 * counts.get(score, 0) / total), "most": most}
        for score in range(scored.most, scored.least - 1, -1)
    ]


def reasons_in_words(reasons: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(str(REASONS.get(word, word)), many) for word, many in reasons]
