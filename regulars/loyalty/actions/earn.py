from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.lib.refusal import refusal
from regulars.loyalty import tiering
from regulars.loyalty.apart import Parts, adopt, parts_apart, set_apart
from regulars.loyalty.book import Book
from regulars.loyalty.checking import checked_facts, checked_points, refuse_who_left
from regulars.loyalty.dating import bucket_of, dates
from regulars.loyalty.earning import Award
from regulars.loyalty.keeping import keep, opened
from regulars.loyalty.keys import Key, once
from regulars.loyalty.models import Account, Grant, Operation
from regulars.loyalty.occasions import Occasion, reckoned
from regulars.loyalty.purchases import Purchase


@once(Operation.Kind.EARN)
@transaction.atomic
def earn(
    account: Account,
    *,
    by: By,
    points: int | None = None,
    spend: int | None = None,
    occasion: Occasion | None = None,
    qualifying: int | None = None,
    counters: Mapping[str, int] | None = None,
    at: datetime | None = None,
    activates_at: datetime | None = None,
    waits: bool = False,
    expires_at: datetime | None = None,
    is_order: bool | None = None,
    may_move: bool = True,
    reason: str = "",
    reference: str = "",
    key: Key | None = None,
) -> Operation:
    """Credit points: so many, or what the programme and its rules give for a purchase of `spend` (in the currency's smallest unit)
    or for an `occasion`.

    `at` is when it happened. They may be spent, and expire, as the terms say, or as is said here; with `waits`, when somebody
    activates them. All that is earned counts for tiers, or so many as `qualifying` says: also without points to spend; `counters` says what else
    counts for them. A purchase counts as an order. What rules gave is the reason where none is named.
    Raises ValidationError("points", "spend", "qualifying", "counters.…", "expires_at", "member", "key").
    """
    happened = at or timezone.now()
    [book] = opened(account.pk, at=happened, is_light=True)
    refuse_who_left(book.account)
    if spend is not None:
        paid = Purchase.of(checked_points(spend, least=0, field="spend"))
        occasion = Occasion.bought(paid, programme=book.programme, number=reference)
    given, how = _given(book, points, occasion, happened, least=0 if qualifying or counters else 1)
    amount, spend = given.points, occasion.purchase.spend if occasion and occasion.purchase else None
    counts = _counts(book, given, qualifying, counters)
    counts |= {"spend": spend or 0, "is_order": bool(spend) if is_order is None else is_order, "may_move": may_move}
    begins = activates_at if amount else happened  # what counts for tiers alone has nothing that could wait
    when = dates(book.programme, happened, activates_at=begins, waits=waits and bool(amount), expires_at=expires_at)
    said = checked_facts(at=happened, key=key, reason=reason or _reason(given), reference=reference)
    said |= {"spend": spend, "reckoned": how}
    if how and book.terms.earning.rounding == "carried":
        book.account.carried = given.carried
    facts = {"at": book.now(happened), "by": by, "said": said, "lot": counts | when}
    facts["apart"] = tuple(parts_apart(given, how, when, at=happened, programme=book.programme))
    operation = issue(book, Operation.Kind.EARN, amount, **facts)
    keep(book)
    adopt(book)
    note_grants(operation, given)
    return operation


def note_grants(operation: Operation, given: Award) -> None:
    """What of an earning each rule gave: what counts for its limits."""
    about = {"operation": operation, "account_id": operation.account_id, "at": operation.happened_at}
    rows = [Grant(rule=rule, points=points, **about) for rule, points in given.by_rule().items()]
    if rows:
        Grant.objects.bulk_create(rows)


def issue(
    book: Book,
    kind: str,
    amount: int,
    *,
    at: datetime,
    by: By,
    said: dict[str, Any],
    lot: dict[str, Any],
    apart: Parts = (),
) -> Operation:
    """A new credit in an open book: it waits, or may be spent and pays what is owed, or is over already; and `apart` what of it has other dates."""
    with book.doing(kind, amount=amount, at=at, by=Actor.of(by), **said) as operation:
        set_apart(book, operation, book.credit(operation, amount, bucket_of(lot, at), **lot), apart, at=at)
    if book.terms.inactivity and "earn" in book.terms.inactivity.kept_by:
        book.keep_alive(at)
    tiering.look(book, at)
    return operation


def _reason(given: Award) -> str:
    """The rules that gave something."""
    return ", ".join(dict.fromkeys(each["name"] for each in given.parts if "rule" in each))[:200]


def _counts(book: Book, given: Award, qualifying: int | None, counters: Mapping[str, int] | None) -> dict[str, Any]:
    """What of it counts for tiers: as the award says, or as is said here."""
    points = given.qualifying if qualifying is None else checked_points(qualifying, least=0, field="qualifying")
    for name, many in (counters or {}).items():
        checked_points(many, least=0, field=f"counters.{name}")
        if name not in book.terms.tiers.counters:
            raise refusal(f"counters.{name}", _("The programme counts nothing of this name."), "unknown")
    said = given.counters if counters is None else counters
    return {"qualifies": points, "counts": {name: (many, 0) for name, many in said.items() if many} or None}


def _given(
    book: Book, points: int | None, occasion: Occasion | None, at: datetime, *, least: int
) -> tuple[Award, dict[str, Any] | None]:
    if points is not None:
        return Award(checked_points(points, least=least), (), points), None
    if occasion is None:
        raise refusal("points", _("Say how many points, or what was spent."))
    return reckoned(occasion, account=book.account, at=at)
