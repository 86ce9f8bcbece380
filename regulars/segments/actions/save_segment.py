from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from regulars.customers.changes import heed
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.lib.conditions import check
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.segments.asking import alone
from regulars.segments.models import Segment
from regulars.segments.order import goes_in_a_circle, standing_on
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = ("name", "about", "kind", "conditions")
EVERYBODY = {"all": []}


@transaction.atomic
def save_segment(
    segment: Segment | None,
    *,
    name: str,
    about: str = "",
    kind: str = Segment.Kind.RULE,
    conditions: Any = None,
    by: Agent | None,
) -> Segment:
    """Keep a segment. Other conditions, and all customers are asked anew, for it and for whatever stands on it.

    Raises ValidationError("name", "about", "kind" or "conditions").
    """
    alone()
    segment = Segment.objects.get(pk=segment.pk) if segment and segment.pk else Segment(kind=kind)
    before = {name: getattr(segment, name) for name in FACTS} if segment.pk else None
    segment.name, segment.about = _named(name, segment), one_line(storable(about), limit=300)
    segment.kind = _kind(kind, segment)
    segment.conditions = {} if segment.kind == Segment.Kind.LIST else _checked(conditions or EVERYBODY, segment)
    is_other = before is None or before["conditions"] != segment.conditions
    if before and is_other:
        segment.version += 1
    if is_other:
        segment.cursor, segment.corrected = 0, 0
    segment.save()
    heed(is_wanted=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('segments_built', '')")
    if before and is_other:
        _begin_anew(standing_on(segment.pk))
    after = {name: getattr(segment, name) for name in FACTS}
    if before != after:
        audit(
            "segment.changed" if before else "segment.made",
            by=by,
            on=f"segment:{segment.pk}",
            before=before,
            after=after,
        )
    return segment


def _begin_anew(segments: list[Segment]) -> None:
    for each in segments:
        each.version, each.cursor = each.version + 1, 0
        each.save(update_fields=["version", "cursor"])


def _named(name: str, segment: Segment) -> str:
    name = " ".join(storable(name).split())
    if not 0 < len(name) <= 80:
        raise refusal("name", _("A name has 1 to 80 characters."))
    if Segment.objects.filter(name__iexact=name).exclude(pk=segment.pk).exists():
        raise refusal("name", _("There is a segment “%s” already.") % name, "taken")
    return name


def _kind(kind: str, segment: Segment) -> str:
    if kind not in Segment.Kind.values:
        raise refusal("kind", _("Choose one of: %s.") % ", ".join(Segment.Kind.values))
    if segment.pk and kind != segment.kind:
        raise refusal("kind", _("A list stays a list, and a segment by conditions stays one."))
    return kind


def _checked(conditions: Any, segment: Segment) -> Any:
    try:
        check(conditions, CUSTOMER_FIELDS)
    except ValidationError as error:
        raise refusal("conditions", " ".join(error.messages)) from None
    if goes_in_a_circle(segment, conditions):
        raise refusal("conditions", _("This would ask the segment about itself."), "circle")
    return conditions
