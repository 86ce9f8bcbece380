"""Answers and cases as pages list them, and what each survey comes to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, Q, QuerySet
from django.utils import timezone

from regulars.customers.models import Customer
from regulars.lib.numbers import number_in
from regulars.surveys.models import Case, Invitation, Opinion, Survey
from regulars.surveys.numbers import Counts, Figure, ces, csat, nps
from regulars.team.models import Agent

FIGURES = {Survey.Kind.NPS: nps, Survey.Kind.CSAT: csat, Survey.Kind.CES: ces, Survey.Kind.STARS: csat}


class Span(NamedTuple):
    """From the one instant until before the other."""

    since: datetime
    until: datetime


def opinions(*, agent: Agent, asked: Mapping[str, str]) -> QuerySet[Opinion]:
    """The newest first: of a `survey`, an `agent` or a `theme`, with `words` in what they wrote; `which`: low, comment or quote."""
    found = Opinion.objects.visible_to(agent).select_related("survey", "customer", "conversation", "agent")
    for name in ("survey", "agent", "theme"):
        if (number := number_in(asked.get(name) or "")) is not None:
            found = found.filter(**{"meaning__theme" if name == "theme" else name: number})
    if asked.get("words"):
        found = found.filter(comment__icontains=asked["words"][:200])
    kinds = {"low": Q(is_low=True), "comment": ~Q(comment=""), "quote": Q(may_quote=True) & ~Q(comment="")}
    if asked.get("which") in kinds:
        found = found.filter(kinds[asked["which"]])
    return found.order_by("-at", "-pk")


def scores(found: QuerySet[Opinion]) -> Counts:
    """How many gave each score."""
    counted = found.counted().exclude(score=None).order_by()
    return dict(counted.values_list("score").annotate(many=Count("pk")))


def figure(survey: Survey, counts: Counts) -> Figure | None:
    """What the scores come to, as this kind of survey is reckoned; None for one of the house's own."""
    reckon = FIGURES.get(Survey.Kind(survey.kind))
    return reckon(counts) if reckon else None


def visible_cases(agent: Agent) -> QuerySet[Case]:
    found = Case.objects.filter(opinion__in=Opinion.objects.visible_to(agent))
    return found.select_related("opinion__survey", "opinion__customer", "opinion__conversation", "owner", "team")


def cases(*, agent: Agent, state: str = "", mine: bool = False) -> QuerySet[Case]:
    """What is due first comes first; closed ones by when they were closed."""
    found = visible_cases(agent)
    if mine:
        found = found.filter(Q(owner=agent) | Q(owner=None, team__in=agent.teams.all()))
    if state == Case.State.CLOSED:
        return found.filter(state=state).order_by("-closed_at", "-pk")
    return found.exclude(state=Case.State.CLOSED).order_by("due_at", "pk")


def asking(survey: Survey, span: Span) -> dict[str, Any]:
    """Of those whom it was about to ask in this time: how many were asked, have answered, and why others were not asked."""
    decided = Invitation.objects.filter(survey=survey, made_at__gte=span.since, made_at__lt=span.until)
    asked = decided.filter(state=Invitation.State.SENT)
    reasons = decided.filter(state=Invitation.State.NOT_ASKED).values_list("reason").annotate(many=Count("pk"))
    return {
        "decided": decided.count(),
        "asked": asked.count(),
        "answered": asked.filter(opinion__isnull=False).count(),
        "reasons": sorted(reasons, key=lambda each: -each[1]),
    }


def open_for(customer_id: int, *, now: datetime | None = None) -> list[Invitation]:
    """What a customer was asked and has not answered yet, the newest first."""
    asked = Invitation.objects.filter(customer=customer_id, opinion=None, survey__is_on=True)
    asked = asked.filter(state__in=(Invitation.State.SENT, Invitation.State.WAITING))
    several = asked.select_related("survey__brand", "conversation").order_by("-made_at", "-pk")
    now = now or timezone.now()
    return [each for each in several[:20] if each.ends_at > now]


def offered() -> QuerySet[Survey]:
    """What whoever is signed in at the portal may answer, asked or not."""
    return Survey.objects.filter(is_on=True, in_portal=True)


def lately_given(survey: Survey, customer: Customer) -> Opinion | None:
    """What a customer said by the survey's open address, until they may be asked again: once in so many days."""
    since = timezone.now() - timedelta(days=max(survey.editable_days, survey.rest_days))
    theirs = Opinion.objects.filter(
        survey=survey, customer=customer, channel="link", key__startswith="once:", at__gt=since
    )
    return theirs.order_by("-at").first()


def concerns(customer_id: int) -> bool:
    """Whether a customer was ever asked for an opinion, or may give one. One question: every page of the portal asks it."""
    asked = Invitation.objects.filter(customer=customer_id).exclude(state=Invitation.State.NOT_ASKED)
    return Survey.objects.filter(Q(is_on=True, in_portal=True) | Exists(asked)).exists()
