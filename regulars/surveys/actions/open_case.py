from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record
from regulars.lib.hours import NeverOpen
from regulars.surveys.events import CaseOpened
from regulars.surveys.models import Case, Opinion
from regulars.team.days import house_calendar


@transaction.atomic
def open_case(opinion: Opinion, *, by: By) -> Case:
    """Let somebody see to an answer: whoever has the conversation, or else the survey's team. Harmless twice."""
    owner = opinion.agent if opinion.agent and opinion.agent.is_active else None
    case, is_new = Case.objects.get_or_create(
        opinion=opinion,
        defaults={
            "owner": owner,
            "team": opinion.survey.team or opinion.team,
            "due_at": due(timezone.now(), hours=opinion.survey.case_hours),
        },
    )
    if is_new:
        event = CaseOpened(case=case.pk, opinion=opinion.pk, owner=case.owner_id)
        record(event, customer=opinion.customer_id, by=Actor.of(by))
    return case


def due(now: datetime, *, hours: int) -> datetime:
    """After so many working hours by the house's calendar; by the clock where it has none."""
    calendar = house_calendar()
    try:
        return calendar.as_hours().deadline(now, hours * 60) if calendar else now + timedelta(hours=hours)
    except NeverOpen:
        return now + timedelta(hours=hours)
