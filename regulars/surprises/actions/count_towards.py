from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from regulars.customers.events import Event
from regulars.customers.models import Customer, TimelineEvent
from regulars.customers.timeline import cause, on_request
from regulars.loyalty.models import Account
from regulars.surprises.models import Achievement, Step
from regulars.surprises.rounds import keep_count, the_round


@on_request
@transaction.atomic
def count_towards(event: Event, *, customer: Customer) -> None:
    """What happened counts for achievements: an order once, however often it is told of. Harmless twice."""
    happened = TimelineEvent.objects.filter(pk=cause() or 0).values_list("at", flat=True).first()
    at, about = happened or timezone.now(), _about(event)
    for account in Account.objects.open().filter(customer=customer, status=Account.Status.ACTIVE).order_by("pk"):
        counting = Achievement.objects.filter(programme=account.programme_id, event=event.kind, is_on=True)
        for achievement in counting.select_related("programme", "reward").order_by("pk"):
            if Step.objects.filter(round__achievement=achievement, round__account=account, about=about).exists():
                continue
            if round := the_round(achievement, account, at=at):
                round.steps.create(about=about, at=at)
                keep_count(round, at=timezone.now())


def _about(event: Event) -> str:
    """The order, where it is about one; or else this very event."""
    subject = event.subject(event.facts)
    return subject if subject.startswith("order:") else f"event:{cause()}"
