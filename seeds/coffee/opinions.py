"""What the customers of Kettle & Crumb think: three surveys, what they answered in the last months, and who sees to the low ones."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from regulars.automation.actions.save_rule import save_rule
from regulars.conversations.models import Conversation
from regulars.customers.actor import Actor
from regulars.customers.models import Customer
from regulars.customers.timeline import backfill
from regulars.surveys.actions.give_opinion import Way, give_opinion
from regulars.surveys.actions.save_survey import save_survey
from regulars.surveys.events import CaseClosed, CaseOpened
from regulars.surveys.models import Case, Invitation, Opinion, Survey
from regulars.team.models import Agent, Brand

SCORES = {"csat": [5, 5, 4, 2, 4, 5, 5, 4, 1, 5], "nps": [10, 9, 9, 4, 8, 7, 9, 10, 3, 10]}
GLAD = (
    "Noor was quick and kind, thank you.", "Lovely beans, and the parcel came the next day.", "Friendly, and they knew my order at once.",
    "You remembered what I drink. That is rare.", "Schnell und freundlich, danke!", "Kind people, good coffee.",
)  # fmt: skip
SAD = (
    "The parcel came a week late.", "Delivery took nine days, and nobody told me.", "My parcel stood at the depot for a week.",
    "The grinder broke after a month.", "The kettle leaks at the lid.", "The grinder arrived broken.",
    "I had to ask three times before anybody answered.", "Die Lieferung hat viel zu lange gedauert.",
)  # fmt: skip
SETTLED = "When a conversation is resolved, ask"


def ask_opinions(*, now: datetime, by: Agent) -> None:
    """By the verbs, as history; then two low scores of this week that somebody sees to, and one that was put right."""
    brand, chance = Brand.objects.order_by("pk").first(), Random(7)
    after = _survey("After a conversation", "csat", brand, by=by, after_chat=True, remind_days=4)
    twice_a_year = _survey("Twice a year", "nps", brand, by=by, in_portal=True, is_public=True, rest_days=180)
    _survey("At the counter", "stars", brand, by=by, is_public=True)
    steps = [{"do": "ask for an opinion", "survey": after.pk}]
    save_rule(None, name=SETTLED, trigger={"event": "conversation.resolved"}, conditions={}, steps=steps, by=by)
    with transaction.atomic():
        settled = Conversation.objects.filter(status="resolved", assignee__isnull=False).select_related(
            "customer", "team"
        )
        for number, conversation in enumerate(settled.order_by("pk")[:30]):
            _ask(after, conversation.customer, conversation, number, chance, now)
        for number, customer in enumerate(Customer.objects.met().order_by("-pk")[:40]):
            _ask(twice_a_year, customer, None, number, chance, now)
    _see_to(after, now=now, by=by)


def _survey(name: str, kind: str, brand: Brand | None, *, by: Agent, **facts: object) -> Survey:
    return save_survey(Survey(name=name, kind=kind, brand=brand, languages=["en", "de"], **facts), by=by)


def _ask(
    survey: Survey, customer: Customer, about: Conversation | None, number: int, chance: Random, now: datetime
) -> None:
    """Four of ten answer; one of eight was asked not long before."""
    at = now - timedelta(days=chance.randrange(2, 110), minutes=chance.randrange(600))
    was_asked = number % 8 != 5
    invitation = Invitation.objects.create(
        survey=survey,
        customer=customer,
        conversation=about,
        agent=about and about.assignee,
        key=f"seed:{number}",
        by="rule:1",
        state="sent" if was_asked else "not asked",
        reason="" if was_asked else "peace",
        language=survey.language_for(customer.language),
        made_at=at,
        sent_at=at if was_asked else None,
    )
    if was_asked and number % 5 in (0, 2, 3):
        score = SCORES[survey.kind][number % 10]
        given = {"score": score}
        if number % 3:
            given["comment"] = chance.choice(GLAD if score > (6 if survey.kind == "nps" else 3) else SAD)
        way = Way("mail", invitation=invitation, language=invitation.language, at=at + timedelta(hours=3 + number % 20))
        give_opinion(survey, given=given, way=way, may_quote=number % 4 == 0)


def _see_to(survey: Survey, *, now: datetime, by: Agent) -> None:
    """As history: nobody is rung for what happened in a story."""
    low = list(Opinion.objects.filter(survey=survey, is_low=True).order_by("-at"))
    for opinion in (*low[:2], *low[2:][-1:]):
        is_over = opinion.at < now - timedelta(days=20)
        case = Case.objects.create(
            opinion=opinion,
            owner=opinion.agent or by,
            opened_at=opinion.at,
            due_at=max(now, opinion.at) + timedelta(days=1),
        )
        told = [(CaseOpened(case=case.pk, opinion=opinion.pk, owner=case.owner_id), opinion.customer, opinion.at)]
        if is_over:
            case.state, case.outcome, case.closed_at = Case.State.CLOSED, "solved", opinion.at + timedelta(days=2)
            case.note = "A new one was sent the same day."
            case.save()
            closed = CaseClosed(case=case.pk, opinion=opinion.pk, owner=case.owner_id, outcome="solved")
            told.append((closed, opinion.customer, case.closed_at))
        backfill(told, by=Actor.of(by))
