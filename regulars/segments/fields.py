"""What conditions may ask about segments: which ones a customer is in, a lot that stays theirs, and what they are worth beside others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from regulars.lib.buckets import bucket_sql
from regulars.lib.conditions import Choice, Field, table
from regulars.lib.conditions.sql import Sql
from regulars.segments.models import Membership, Segment, Worth

SEGMENTS = "segments"
LONGEST_SALT = 60  # characters
# By recency, and by frequency and money together: the first that fits.
GROUPS = (
    ("champion", _("champion"), Q(recency__gte=4, both__gte=8)),
    ("loyal", _("loyal"), Q(recency__gte=3, both__gte=6)),
    ("promising", _("promising"), Q(recency__gte=4)),
    ("at risk", _("at risk"), Q(recency__lte=2, both__gte=6)),
    ("cooling", _("cooling off"), Q(recency__gte=2)),
    ("lost", _("lost"), Q()),
)


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
