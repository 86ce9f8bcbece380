from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from regulars.customers.events import Event
from regulars.customers.models import Customer, TimelineEvent
from regulars.customers.timeline import cause, on_request
from regulars.surprises.counting import ORDER, count


@on_request
@transaction.atomic
def count_towards(event: Event, *, customer: Customer) -> None:
    """What happened counts for achievements: an order once, however often it is told of. Harmless twice."""
    happened = TimelineEvent.objects.filter(pk=cause() or 0).values_list("at", flat=True).first()
    at, about = happened or timezone.now(), _about(event)
    count(event.kind, about, customer=customer, at=at)


def _about(event: Event) -> str:
    """The order, where it is about one; or else this very event."""
    subject = event.subject(event.facts)
    return subject if subject.startswith(ORDER) else f"event:{cause()}"
