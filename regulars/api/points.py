"""What programs name when they speak of points, found, and checked as far as verbs leave it to us."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from regulars.api.given.kinds import Given, Page
from regulars.api.given.loyalty import MembersAsked
from regulars.api.rows import newest, the_one
from regulars.api.told import loyalty as told
from regulars.api.told.answers import Facts
from regulars.api.told.answers import told as answered
from regulars.customers.merging import survivor_of
from regulars.lib.refusal import refusal
from regulars.loyalty.keeping import survivor_of as surviving
from regulars.loyalty.models import Account, Hold, Operation, Programme
from regulars.loyalty.queries import history, members

AHEAD = timedelta(minutes=5)  # by which clocks may differ


def the_programme(number: int | None) -> Programme:
    """The one that is named, or else the first. Raises ValidationError("programme")."""
    for found in (Programme.objects.filter(pk=number) if number else Programme.objects.order_by("pk"))[:1]:
        return found
    raise refusal("programme", f"There is no programme {number or ''}".strip() + ".", "unknown")


def the_member(number: int) -> Account:
    """Or whom they go on as. Raises Http404."""
    return the_one(Account.objects.filter(pk=surviving(number)), f"There is no member {number}")


def the_operation(number: int) -> Operation:
    return the_one(Operation.objects.filter(pk=number), f"There is no operation {number}")


def the_hold(number: int) -> Hold:
    return the_one(Hold.objects.filter(pk=number), f"There is no hold {number}")


def words_of(request: HttpRequest, given: Given) -> dict[str, Any]:
    """What a verb is told: nothing of the future, and a key of the body, or of the Idempotency-Key header."""
    words = given.model_dump(exclude_unset=True)
    not_in_the_future(words.get("at"))
    if "key" in type(given).model_fields and words.get("key") is None:
        words["key"] = request.headers.get("Idempotency-Key") or None
    return {name: said for name, said in words.items() if said is not None}


def not_in_the_future(at: datetime | None) -> None:
    if at and at > timezone.now() + AHEAD:
        raise refusal("at", "This has not happened yet.", "future")


def listed(asked: MembersAsked) -> HttpResponse:
    """Who joined last comes first."""
    found = members(the_programme(asked.programme), search=asked.search or asked.number, tier=asked.tier)
    if asked.customer:
        found = found.filter(customer=survivor_of(asked.customer))
    return newest(found, asked, told.member)


def operations_of(account: Account, *, asked: Page) -> HttpResponse:
    """The newest first."""
    return newest(history(account).select_related("hold"), asked, _with_hold)


def operation(row: Operation, *, status: int = 201) -> HttpResponse:
    return answered(_with_hold(Operation.objects.select_related("hold").get(pk=row.pk)), status=status)


def _with_hold(row: Operation) -> Facts:
    return told.operation(row, getattr(row, "hold", None))
