"""What conditions may ask about segments: which ones a customer is in, a lot that stays theirs, and what they are worth beside others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    DateTimeField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from regulars.customers.custom_fields import known_about
from regulars.lib.asked_once import asked_once
from regulars.lib.buckets import bucket_sql
from regulars.lib.conditions import Choice, Field, table
from regulars.lib.conditions.sql import Sql
from regulars.segments.models import Membership, Segment, Worth
from regulars.team.days import house_zone

SEGMENTS = "segments"
LONGEST_SALT = 60  # characters
LONGEST_KEY = 64  # characters
BIRTHDAY = "birthday"  # as members' birthdays are kept unless a programme says otherwise
_NEXT = """(SELECT min(day) FROM (SELECT {} ->> {} AS written, (statement_timestamp() AT TIME ZONE {})::date AS today OFFSET 0) AS asked,
    LATERAL (SELECT CASE WHEN written ~ '^([0-9]{{4}}-|--)?(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' THEN right(written, 5) END AS said) AS read,
    generate_series(0, 1) AS more,
    LATERAL (SELECT make_date(extract(year FROM today)::integer + more, left(said, 2)::integer, 1) AS first) AS month,
    LATERAL (SELECT least(first + right(said, 2)::integer - 1, (first + interval '1 month')::date - 1) AS day) AS each
    WHERE day >= today)"""
# By recency, and by frequency and money together: the first that fits.
GROUPS = (
    ("champion", _("champion"), Q(recency__gte=4, both__gte=8)),
    ("loyal", _("loyal"), Q(recency__gte=3, both__gte=6)),
    ("promising", _("promising"), Q(recency__gte=4)),
    ("at risk", _("at risk"), Q(recency__lte=2, both__gte=6)),
    ("cooling", _("cooling off"), Q(recency__gte=2)),
    ("lost", _("lost"), Q()),
)


_zone = asked_once(house_zone)


def _segments(_asker: Any) -> Iterable[tuple[int, str]]:
    return Segment.objects.order_by("name").values_list("pk", "name")


def _memberships(prefix: str) -> QuerySet[Membership]:
    return Membership.objects.filter(customer_id=OuterRef(f"{prefix}pk"), until=None)


def _lot(name: str) -> Field | None:
    """One lottery: the same customer has the same number in it for ever, from 0 to 99."""
    if not name.strip() or len(name) > LONGEST_SALT:
        return None
    shape = f"({bucket_sql('({})', salt='{}')} / 100)"
    return Field(name, name, "number", lambda prefix: Sql(shape, Value(name), F(f"{prefix}pk"), output=IntegerField()))


def _next(key: str) -> Field | None:
    """When a day of an attribute or custom field comes back, such as a birthday: each year, from today on; 29 February on the 28th in other years."""
    if len(key) > LONGEST_KEY:
        return None
    zone = Value(getattr(_zone(), "key", "UTC"))

    def day(prefix: str) -> Sql:
        return Sql(_NEXT, F(f"{prefix}attributes"), Value(key), zone, output=DateField())

    def passed(prefix: str) -> Sql:
        return Sql("(({} + 1)::timestamp AT TIME ZONE {})", day(prefix), zone, output=DateTimeField())

    labels = {each.key: each.label for each in known_about("customer")}
    return Field(key, labels.get(key, _("birthday") if key == BIRTHDAY else key), "day", day, flips=passed)


def _days_that_come_back() -> list[Field]:
    known = [each.key for each in known_about("customer") if each.kind == "day"]
    return [field for key in dict.fromkeys([BIRTHDAY, *known]) if (field := _next(key))]


def _worth(prefix: str) -> QuerySet[Worth]:
    return Worth.objects.filter(customer_id=OuterRef(f"{prefix}pk"))


def _score(name: str) -> Callable[[str], Any]:
    return lambda prefix: Subquery(_worth(prefix).values(name))


def _group(prefix: str) -> Any:
    *better, (lowest, _label, _fits) = GROUPS
    fitting = (When(fits, then=Value(word)) for word, _label, fits in better)
    named = Case(*fitting, default=Value(lowest), output_field=CharField())
    both = F("frequency") + F("money")
    return Subquery(_worth(prefix).annotate(both=both).annotate(group=named).values("group"))


SEGMENT_FIELDS = table(
    Field(SEGMENTS, _("segments"), "reference", "segment_id", rows=_memberships, offers=_segments),
    Field("lot.*", _("lot"), "number", "pk", named=_lot, offered=list, says=_("lot (0 to 99) in “{field}”")),
    Field(
        "next.*",
        _("day that comes back"),
        "day",
        "pk",
        named=_next,
        offered=_days_that_come_back,
        says=_("next {field}"),
    ),
    Field("rfm.recency", _("recency, 1 to 5"), "number", _score("recency")),
    Field("rfm.frequency", _("frequency, 1 to 5"), "number", _score("frequency")),
    Field("rfm.money", _("money, 1 to 5"), "number", _score("money")),
    Field(
        "rfm.group",
        _("group by recency, frequency and money"),
        "choice",
        _group,
        choices=tuple(Choice(word, label, word) for word, label, _fits in GROUPS),
    ),
)
