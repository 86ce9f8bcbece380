"""What conditions may ask about what a customer did on our pages and in our programs.

`did.Order Completed` is how often, ever: 0 for whoever never did, so “is 0” and “at least 1” together are everybody.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from regulars.behaviour.figuring import EVER, lately, named_figure, offered_figures, since
from regulars.behaviour.models import Deed, Done, Source, Stay, Trail
from regulars.behaviour.naming import ADDED, BOUGHT, VIEWED, WELL_KNOWN
from regulars.lib.asked_once import asked_once
from regulars.lib.conditions import Field, table
from regulars.lib.conditions.sql import Sql, folded, text

MOST_DAYS = 1000
OFFERED_DAYS, MOST_OFFERED = 30, 60  # in editors: within a month; how many names

# Of one customer; the deed is looked up once for the whole query. Who did nothing lately is known by the tally alone.
_IDS = "ANY (ARRAY(SELECT id FROM behaviour_deed WHERE name = ANY ({})))"
_TALLY = f"""(SELECT %s FROM behaviour_trail AS trail JOIN behaviour_tally AS tally ON tally.trail_id = trail.id
    WHERE trail.customer_id = {{}} AND tally.deed_id = {_IDS})"""
_LAST = f"max(tally.last_at) FILTER (WHERE tally.deed_id = {_IDS})"
_UNBOUGHT = f"""(SELECT CASE WHEN {_LAST} > COALESCE(GREATEST({_LAST}, {{}}), '-infinity') THEN {_LAST} END
    FROM behaviour_trail AS trail JOIN behaviour_tally AS tally ON tally.trail_id = trail.id
    WHERE trail.customer_id = {{}} AND tally.deed_id = {_IDS})"""
_WITHIN = """(SELECT {what} FROM behaviour_trail AS trail
    JOIN behaviour_tally AS tally ON tally.trail_id = trail.id AND tally.last_at > {since}
    JOIN behaviour_done AS done ON done.trail_id = tally.trail_id AND done.deed_id = tally.deed_id
    WHERE trail.customer_id = {{}} AND tally.deed_id = (SELECT id FROM behaviour_deed WHERE name = {{}}) AND {lately})"""

_PROPERTY = f"""ARRAY(SELECT DISTINCT {{}}::varchar FROM {EVER}, jsonb_path_query(done.properties, {{}}::jsonpath, '{{{{}}}}', true) AS said (value)
    WHERE trail.customer_id = {{}} AND tally.deed_id = (SELECT id FROM behaviour_deed WHERE name = {{}}) AND said.value #>> '{{{{}}}}' <> '')"""
_SAID = "(said.value #>> '{{}}')"
DEEPEST = 4  # names of a property within properties


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


def _did_with(asked: str) -> Field | None:
    """“Order Completed.products.name”: all values of a property, also of each thing in a list. Names of deeds may have dots, too."""
    parts = asked.split(".")
    deeds = {".".join(parts[:end]): parts[end:] for end in range(1, len(parts))}
    known = Deed.objects.filter(name__in=deeds).values_list("name", flat=True)
    deed = max(known, key=len, default=parts[0])
    names = deeds.get(deed, [])
    if not 1 <= len(names) <= DEEPEST or not all(names):
        return None
    path = "$" + "".join(f".{json.dumps(name)}" for name in names) + "[*]"  # of what is no list: itself
    label = format_lazy(_("“{property}” of “{deed}”"), property=".".join(names), deed=deed)

    def values(prefix: str) -> Sql:
        return Sql(_PROPERTY, folded(text(_SAID)), Value(path), F(f"{prefix}pk"), Value(deed), output=TextField())

    return Field(asked, label, "text", values, is_array=True)


def _offered(make: Callable[[str], Field | None], form: str = "{}") -> Callable[[], list[Field]]:
    def offered() -> list[Field]:
        return [field for name in _offered_names() if (field := make(form.format(name)))]

    return offered


@asked_once
def _offered_names() -> list[str]:
    """What a website has invented comes after all else, and what came first stays: nobody else's inventions push it out."""
    invented = Q(source__kind=Source.Kind.WEBSITE) & ~Q(name__in=WELL_KNOWN)
    late = Case(When(invented, then=Value(1)), default=Value(0), output_field=IntegerField())
    several = Deed.objects.filter(is_wanted=True).order_by("-is_noted", late, "first_at", "pk")
    return sorted(several.values_list("name", flat=True)[:MOST_OFFERED])


def _unbought(deeds: Iterable[str]) -> Callable[[str], Sql]:
    """When they did one of these last, if they have bought nothing since."""
    did, bought = list(deeds), list(BOUGHT)

    def asked(prefix: str) -> Sql:
        from regulars.customers.fields import CUSTOMER_FIELDS  # the whole table, of which this is a part

        order = CUSTOMER_FIELDS.get("last order")
        ordered = order.path(prefix) if order and callable(order.path) else Value(None)
        parts = (Value(did), Value(bought), ordered, Value(did), F(f"{prefix}pk"), Value(did + bought))
        return Sql(_UNBOUGHT, *parts, output=DateTimeField())

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
    Field("did with.*", _("property of what they did"), "text", "pk", named=_did_with, is_array=True),
    Field("visits", _("visits to our pages"), "number", _visits),
    Field("last visit", _("last visit to our pages"), "moment", _of_stays(Max("seen_at"))),
    Field("looked at category", _("looked at category"), "text", "category", rows=_viewed),
    Field("looked at product", _("looked at product"), "text", "name", rows=_viewed),
    Field("browsed", _("looked at products, and bought nothing since"), "moment", _unbought(VIEWED)),
    Field("cart left", _("filled a cart, and bought nothing since"), "moment", _unbought(ADDED)),
    Field("figure.*", _("figure"), "number", "pk", named=named_figure, offered=offered_figures),
)
