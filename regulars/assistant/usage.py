"""Answers by what came of them, and calls by day and purpose."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from regulars.assistant.models import Answer, Call
from regulars.conversations.models import Conversation
from regulars.team.models import Agent
from regulars.ui.moments import Times

LOOKED_BACK = timedelta(days=30)
NEWEST = 50


class Outcomes(NamedTuple):
    """How many answers ended so."""

    label: str
    count: int
    share: int  # percent


def days() -> list[dict[str, Any]]:
    """Of each day with calls, the newest first: how many, failed, tokens, cost, and how long they took."""
    since = Call.objects.filter(at__gte=_since()).annotate(day=TruncDate("at")).values("day")
    facts = {
        "calls": Count("pk"), "failed": Count("pk", filter=~Q(error="")), "tokens": Sum("tokens_in") + Sum("tokens_out"),
        "cost": Sum("cost"), "took": Sum("took_ms"),
    }  # fmt: skip
    return [row | {"each_ms": round(row["took"] / row["calls"])} for row in since.annotate(**facts).order_by("-day")]


def answers_by_outcome() -> list[Outcomes]:
    """What came of the questions: those that nobody settled yet, too."""
    known = Answer.objects.filter(made_at__gte=_since()).values_list("outcome").annotate(count=Count("pk"))
    counts = dict(known.order_by())
    total = sum(counts.values())
    return [
        Outcomes(str(outcome.label), counts[outcome.value], round(counts[outcome.value] * 100 / total))
        for outcome in Answer.Outcome
        if counts.get(outcome.value)
    ]


def newest_answers(agent: Agent) -> list[dict[str, Any]]:
    """The questions of conversations that this agent may see, and of help centres."""
    visible = Q(conversation=None) | Q(conversation__in=Conversation.objects.visible_to(agent))
    times = Times()
    return [
        {
            "question": each.question[:200],
            "number": each.conversation_id and str(each.conversation_id),
            "outcome": str(each.get_outcome_display()),
            "because": str(each.get_because_display()) if each.because else "",
            "sure": round(each.confidence * 100),
            "made_by": "" if each.is_quote else each.made_by,
            "when": times.moment(each.made_at),
        }
        for each in Answer.objects.filter(visible).order_by("-made_at")[:NEWEST]
    ]


def _since() -> datetime:
    return timezone.now() - LOOKED_BACK
