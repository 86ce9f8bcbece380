"""Segments and those in them, made ready for pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regulars.customers.columns import exported
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.models import Customer
from regulars.customers.queries import with_identities
from regulars.lib.conditions import say
from regulars.segments.models import Membership, Segment
from regulars.segments.queries import moved_lately
from regulars.ui.faces import avatar
from regulars.ui.moments import Times

TOGETHER = 1000  # of a table that is taken out


def said(segment: Segment) -> str:
    """Whom it is for, in words."""
    if segment.kind == Segment.Kind.LIST:
        return _("put together by hand")
    try:
        return say(segment.conditions, CUSTOMER_FIELDS)
    except ValidationError as error:
        return " ".join(error.messages)


def segment_rows(segments: Sequence[Segment]) -> list[dict[str, Any]]:
    moved = moved_lately(segments)
    return [
        {
            "segment": each,
            "said": said(each),
            "come": moved.get(each.pk, (0, 0))[0],
            "gone": moved.get(each.pk, (0, 0))[1],
        }
        for each in segments
    ]


def member_rows(memberships: Sequence[Membership]) -> list[dict[str, Any]]:
    """Each with their face and address, and since when."""
    known = _customers(each.customer_id for each in memberships)
    times = Times()
    return [
        {
            "customer": customer,
            "face": avatar(str(customer), customer.pk, "small"),
            "address": next((way.value for way in customer.identities.all()), ""),
            "since": times.moment(each.since),
            "until": times.moment(each.until) if each.until else "",
        }
        for each in memberships
        if (customer := known.get(each.customer_id))
    ]


def exported_members(memberships: Iterable[int]) -> Iterator[list[str]]:
    """All of them as a table, with everything that may be shown of a customer."""
    return exported(_each(iter(memberships)))


def _each(ids: Iterator[int]) -> Iterator[Customer]:
    while chunk := list(islice(ids, TOGETHER)):
        known = _customers(chunk)
        yield from (known[pk] for pk in chunk if pk in known)


def _customers(ids: Iterable[int]) -> dict[int, Customer]:
    return {each.pk: each for each in with_identities(Customer.objects.filter(pk__in=list(ids)))}
