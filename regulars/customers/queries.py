"""The lists of customers that pages, API and reports share."""

from __future__ import annotations

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from regulars.customers.actor import Actor
from regulars.customers.models import Customer, Identity, Reaction, TimelineEvent

LONGEST_CHAIN = 50  # events, each following from the one before

_CAUSES = """
    WITH RECURSIVE chain (by, because, depth) AS (
        SELECT by, because, 1 FROM customers_timelineevent WHERE id = %s
        UNION ALL
        SELECT earlier.by, earlier.because, depth + 1 FROM chain JOIN customers_timelineevent AS earlier ON earlier.id = chain.because
        WHERE depth < %s)
    SELECT by FROM chain ORDER BY depth
"""


def with_identities(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    return customers.prefetch_related(Prefetch("identities", Identity.objects.order_by("-is_primary", "pk")))


def events_of(
    customer: Customer, *, before: int | None = None, kinds: tuple[str, ...] = (), limit: int = 50
) -> list[TimelineEvent]:
    """The customer's newest events, newest first; `before` is the id of the last one already shown."""
    events = TimelineEvent.objects.filter(customer=customer).order_by("-at", "-pk")
    if before is not None:
        edge = TimelineEvent.objects.filter(pk=before).values_list("at", flat=True).first()
        events = events.filter(Q(at__lt=edge) | Q(at=edge, pk__lt=before)) if edge else events.none()
    if kinds:
        events = events.filter(kind__in=kinds)
    return list(events[:limit])


def events_about(topic: str, *, kinds: tuple[str, ...] = ()) -> list[TimelineEvent]:
    """Everything that happened in one matter, oldest first: `events_about("conversation:42")`."""
    events = TimelineEvent.objects.filter(about=topic).order_by("pk")
    return list(events.filter(kind__in=kinds) if kinds else events)


def doers(event_id: int) -> list[Actor]:
    """Who did this, who did what it follows from, and so on back to the first cause, up to LONGEST_CHAIN."""
    with connection.cursor() as cursor:
        cursor.execute(_CAUSES, [event_id, LONGEST_CHAIN])
        return [Actor.read(by) for (by,) in cursor.fetchall()]


def events_with_reactions(
    *, state: str = "", before: int | None = None, limit: int = 50
) -> list[tuple[TimelineEvent, list[Reaction]]]:
    """The newest events of all customers with what follows from each; `state` keeps those with a reaction in that state."""
    edge = {"pk__lt": before} if before else {}
    if state:
        owing = Reaction.objects.filter(state=state, **({"event_id__lt": before} if before else {}))
        ids = owing.order_by("-event_id").values_list("event_id", flat=True).distinct()[:limit]
        edge = {"pk__in": list(ids)}
    events = TimelineEvent.objects.select_related("customer").filter(**edge).order_by("-pk")[:limit]
    reactions: dict[int, list[Reaction]] = {event.pk: [] for event in events}
    for reaction in Reaction.objects.filter(event_id__in=reactions).order_by("pk"):
        reactions[reaction.event_id].append(reaction)
    return [(event, reactions[event.pk]) for event in events]
