"""What conditions may ask about what a customer did on our pages and in our programs.

`did.Order Completed` is how often, ever: 0 for whoever never did, so “is 0” and “at least 1” together are everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db.models import Count, DateTimeField, F, IntegerField, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from regulars.behaviour.figuring import lately, named_figure, offered_figures, since
from regulars.behaviour.models import Deed, Done, Stay, Trail
from regulars.lib.conditions import Field, table
from regulars.lib.conditions.sql import Sql

MOST_DAYS = 1000
OFFERED_DAYS, MOST_OFFERED = 30, 40  # in editors: deeds of the last month, by name
VIEWED, ADDED, BOUGHT = ("Product Viewed",), ("Product Added", "Cart Viewed", "Checkout Started"), ("Order Completed",)

# Of one customer; the deed is looked up once for the whole query. Who did nothing lately is known by the tally alone.
_TALLY = """(SELECT %s FROM behaviour_trail AS trail JOIN behaviour_tally AS tally ON tally.trail_id = trail.id
    WHERE trail.customer_id = {} AND tally.deed_id = ANY (ARRAY(SELECT id FROM behaviour_deed WHERE name = ANY ({}))))"""
_WITHIN = """(SELECT {what} FROM behaviour_trail AS trail
    JOIN behaviour_tally AS tally ON tally.trail_id = trail.id AND tally.last_at > {since}
    JOIN behaviour_done AS done ON done.trail_id = tally.trail_id AND done.deed_id = tally.deed_id
    WHERE trail.customer_id = {{}} AND tally.deed_id = (SELECT id FROM behaviour_deed WHERE name = {{}}) AND {lately})"""


def tallied(what: str, deeds: Iterable[str], *, output: Any) -> Callable[[str], Sql]:
    """`what` of the tallies of these deeds, as conditions ask it of a customer at a prefix."""
    names = list(deeds)
    return lambda prefix: Sql(_TALLY % what, F(f"{prefix}pk"), Value(names), output=output)


def _within(what: str, days: int, deed: str, *, output: Any) -> Callable[[str], Sql]:
    shape = _WITHIN.format(what=what, since=since(days), lately=lately(days))
    return lambda prefix: Sql(shape, F(f"{prefix}pk"), Value(deed), output=output)


def _did(deed: str) -> Field:
    return Field(deed, deed, "number", tallied("COALESCE(sum(tally.times), 0)", [deed], output=IntegerField()))


def _at(which: str, deed: str) -> Field:
    return Field(
        deed,
        deed,
        "moment",
        tallied(f"{which}(tally.{'first' if which == 'min' else 'last'}_at)", [deed], output=DateTimeField()),
    )


def _did_within(asked: str) -> Field | None:
    days, _dot, deed = asked.partition(".")
    if not (days.isascii() and days.isdigit() and 1 <= int(days[:6]) <= MOST_DAYS and deed):
        return None
    number = int(days)
    label = format_lazy(_("“{deed}” in the last {days} days"), deed=deed, days=number)
    times = _within("count(*)", number, deed, output=IntegerField())
    leaves = _within(f"min(done.at) + interval '{number} days'", number, deed, output=DateTimeField())
    return Field(f"{number}.{deed}", label, "number", times, flips=leaves)


def _offered(make: Callable[[str], Field | None], form: str = "{}") -> Callable[[], list[Field]]:
    def offered() -> list[Field]:
        names = Deed.objects.order_by("name").values_list("name", flat=True)[:MOST_OFFERED]
        return [field for name in names if (field := make(form.format(name)))]

    return offered


def _unbought(deeds: Iterable[str]) -> Callable[[str], Sql]:
    """When they did one of these last, if they have bought nothing since."""
    did, bought = (tallied("max(tally.last_at)", names, output=DateTimeField()) for names in (deeds, BOUGHT))

    def asked(prefix: str) -> Sql:
        from regulars.customers.fields import CUSTOMER_FIELDS  # the whole table, of which this is a part

        order = CUSTOMER_FIELDS.get("last order")
        ordered = order.path(prefix) if order and callable(order.path) else Value(None)
        parts = (did(prefix), bought(prefix), ordered, did(prefix))
        return Sql(
            "(CASE WHEN {} > COALESCE(GREATEST({}, {}), '-infinity') THEN {} END)", *parts, output=DateTimeField()
        )

    return asked


def _viewed(prefix: str) -> QuerySet[Done]:
    trails = Trail.objects.filter(customer=OuterRef(OuterRef(f"{prefix}pk"))).values("pk")
    deeds = Deed.objects.filter(name__in=VIEWED).values("pk")
    said = {name: KeyTextTransform(name, "properties") for name in ("category", "name")}
    return Done.objects.filter(trail_id__in=trails, deed_id__in=deeds).annotate(**said)


def _of_stays(said: Any) -> Callable[[str], Subquery]:
    def asked(prefix: str) -> Subquery:
        theirs = Stay.objects.filter(trail__customer=OuterRef(f"{prefix}pk")).order_by()
        return Subquery(theirs.values("trail__customer").annotate(said=said).values("said"))

    return asked


def _visits(prefix: str) -> Coalesce:
    return Coalesce(_of_stays(Count("pk"))(prefix), Value(0))


DONE_FIELDS = table(
    Field("did.*", _("times they did"), "number", "pk", named=_did, offered=_offered(_did), says=_("times “{field}”")),
    Field(
        "did within.*",
        _("times they did lately"),
        "number",
        "pk",
        named=_did_within,
        offered=_offered(_did_within, f"{OFFERED_DAYS}.{{}}"),
    ),
    Field(
        "first did.*",
        _("first did"),
        "moment",
        "pk",
        named=partial(_at, "min"),
        offered=_offered(partial(_at, "min")),
        says=_("first “{field}”"),
    ),
    Field(
        "last did.*",
        _("last did"),
        "moment",
        "pk",
        named=partial(_at, "max"),
        offered=_offered(partial(_at, "max")),
        says=_("last “{field}”"),
    ),
    Field("visits", _("visits to our pages"), "number", _visits),
    Field("last visit", _("last visit to our pages"), "moment", _of_stays(Max("seen_at"))),
    Field("looked at category", _("looked at category"), "text", "category", rows=_viewed),
    Field("looked at product", _("looked at product"), "text", "name", rows=_viewed),
    Field("browsed", _("looked at products, and bought nothing since"), "moment", _unbought(VIEWED)),
    Field("cart left", _("filled a cart, and bought nothing since"), "moment", _unbought(ADDED)),
    Field("figure.*", _("figure"), "number", "pk", named=named_figure, offered=offered_figures),
)
