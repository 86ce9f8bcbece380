"""The lists of customers that pages, API and reports share."""

from __future__ import annotations

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from regulars.customers.actor import Actor
from regulars.customers.finding import companies_matching
from regulars.customers.models import Company, Customer, Identity, Reaction, TimelineEvent
from regulars.team.models import Agent

LONGEST_CHAIN = 50  # events, each following from the one before

_CAUSES = """
    WITH RECURSIVE chain (by, because, depth) AS (
        SELECT by, because, 1 FROM customers_timelineevent WHERE id = %s
        UNION ALL
        SELECT earlier.by, earlier.because, depth + 1 FROM chain JOIN customers_timelineevent AS earlier ON earlier.id = chain.because
        WHERE depth < %s)
    SELECT by FROM chain ORDER BY depth
"""


IN_ORDER = Prefetch("identities", Identity.objects.order_by("-is_primary", "pk"))


def with_identities(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    return customers.prefetch_related(IN_ORDER)


def companies(words: str, *, after: int | None = None) -> QuerySet[Company]:
    """Companies by their names; those whose name or domain has these words. `after` is the last one already shown."""
    found = companies_matching(words) if words else Company.objects.all()
    found = found.prefetch_related("domains").order_by("name", "pk")
    edge = Company.objects.filter(pk=after).first() if after else None
    return found.filter(Q(name__gt=edge.name) | Q(name=edge.name, pk__gt=edge.pk)) if edge else found


def events_of(
    customer: Customer,
    *,
    agent: Agent,
    before: int | None = None,
    kinds: tuple[str, ...] = (),
    sort: str = "",
    limit: int = 50,
) -> list[TimelineEvent]:
    """The customer's newest events that this agent may see, newest first; `before` is the id of the last one already shown, `sort` one of `SORTS`."""
    events = TimelineEvent.objects.visible_to(agent).filter(customer=customer).order_by("-at", "-pk")
    if before is not None:
        edge = TimelineEvent.objects.filter(pk=before).values_list("at", flat=True).first()
        events = events.filter(Q(at__lt=edge) | Q(at=edge, pk__lt=before)) if edge else events.none()
    if kinds:
        events = events.filter(kind__in=kinds)
    if sort:
        events = events.filter(of_sort(sort))
    return list(events[:limit])


# What the timeline may be narrowed to, by how kinds of events begin; "changes" is all that is nothing else.
SORTS = {
    "messages": ("message.", "report."),
    "notes": ("note.", "customer.noted", "team."),
    "orders": ("order.", "return.", "refund."),
    "points": ("points.", "member.", "tier.", "reward.", "goodwill.", "referral.", "surprise.", "achievement."),
    "opinions": ("opinion.", "case."),
    "visits": ("visit.", "deed.", "store.", "segment."),
    "promises": ("promise.",),
}


def of_sort(sort: str) -> Q:
    """Events of this sort; every event when there is no such sort."""
    if sort == "changes":
        return ~Q(*(of_sort(each) for each in SORTS), _connector=Q.OR)
    return Q(*(Q(kind__startswith=start) for start in SORTS.get(sort, ())), _connector=Q.OR)


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
