"""The list of customers as somebody asks for it. Each page is read from one index, and stops after some seconds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.finding import matching as named
from regulars.customers.models import Customer
from regulars.customers.queries import with_identities
from regulars.lib.conditions import describe, matching
from regulars.lib.conditions.sql import Sql
from regulars.lib.numbers import number_in
from regulars.lib.patience import patience
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.team.models import Agent

PAGE = 50
PATIENCE = 4000  # milliseconds for a page
SORTS = ("newest", "oldest", "name")


@dataclass(frozen=True)
class Asked:
    """What the address of the page says."""

    words: str = ""
    conditions: str = ""  # JSON
    sort: str = "newest"
    columns: tuple[str, ...] = ()
    after: int | None = None

    def address(self, **other: Any) -> str:
        asked = replace(self, **other)
        said = [
            ("q", asked.words),
            ("conditions", asked.conditions),
            ("sort", asked.sort if asked.sort != "newest" else ""),
        ]
        said += [("column", name) for name in asked.columns] + [("after", asked.after)]
        return urlencode([(name, value) for name, value in said if value])

    @property
    def tree(self) -> Any:
        """Raises ValidationError("conditions")."""
        try:
            return json.loads(self.conditions) if self.conditions else {"all": []}
        except (ValueError, RecursionError):
            raise refusal("conditions", _("This is not what the editor writes. Load the page again.")) from None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words) or self.conditions not in ("", '{"all":[]}', '{"all": []}')


def read(query: QueryDict) -> Asked:
    after, sort = query.get("after", ""), query.get("sort", "")
    return Asked(
        words=storable(query.get("q", "")).strip()[:200],
        conditions=query.get("conditions", "")[:100_000],
        sort=sort if sort in SORTS else "newest",
        columns=tuple(dict.fromkeys(query.getlist("column")))[:50],
        after=number_in(after),
    )


def found(asked: Asked, *, asker: Agent) -> QuerySet[Customer]:
    """Whom it asks for, in its order. Raises ValidationError("conditions")."""
    narrowed = matching(
        named(asked.words),
        asked.tree,
        CUSTOMER_FIELDS,
        now=timezone.now(),
        zone=ZoneInfo(timezone.get_current_timezone_name()),
        asker=asker,
    )
    orders = {"newest": ("-pk",), "oldest": ("pk",), "name": (Lower("name"), "pk")}
    return narrowed.order_by(*orders[asked.sort])


def page_of(asked: Asked, *, asker: Agent, size: int = PAGE) -> tuple[list[Customer], str]:
    """A page of them, and where the next one is; nothing at the end. Raises TookTooLong."""
    behind = found(asked, asker=asker).filter(_behind(asked))
    with patience(PATIENCE):
        several = list(with_identities(behind)[: size + 1])
    more = asked.address(after=several[size - 1].pk) if len(several) > size else ""
    return several[:size], more


def rows_of(asked: Asked, *, asker: Agent) -> Iterator[Customer]:
    """All of them, a thousand in memory at a time. Raises ValidationError("conditions") at once."""
    return with_identities(found(asked, asker=asker)).iterator(chunk_size=1000)


def about_conditions(asker: Agent) -> str:
    """What the editor of conditions needs."""
    return json.dumps(describe(CUSTOMER_FIELDS, asker=asker), default=str)


def _behind(asked: Asked) -> Q:
    if asked.after is None:
        return Q()
    if asked.sort != "name":
        return Q(pk__lt=asked.after) if asked.sort == "newest" else Q(pk__gt=asked.after)
    edge = Customer.objects.filter(pk=asked.after).values_list(Lower("name"), flat=True).first() or ""
    return Q(Sql("((lower({}), {}) > ({}, {}))", F("name"), F("pk"), Value(edge), Value(asked.after)))
