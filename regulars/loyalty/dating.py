"""From when points may be spent, and when they are over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.loyalty.book import Book
from regulars.loyalty.models import Entry, Lot, Programme
from regulars.loyalty.qualifying import TICK
from regulars.loyalty.terms import Expiry

Dates = dict[str, Any]


def bucket_of(dates: Mapping[str, Any], at: datetime) -> int:
    """In which bucket a new credit of these dates is."""
    if dates["expires_at"] and dates["expires_at"] <= at:
        return Entry.Bucket.EXPIRED
    is_active = dates["activates_at"] and dates["activates_at"] <= at
    return Entry.Bucket.AVAILABLE if is_active else Entry.Bucket.PENDING


def dates(
    programme: Programme,
    at: datetime,
    *,
    activates_at: datetime | None = None,
    waits: bool = False,
    expires_at: datetime | None = None,
) -> Dates:
    """The dates of a credit that was earned at this instant; what is said goes before the terms. Raises ValidationError("expires_at")."""
    terms = programme.promised
    if waits or (activates_at is None and terms.activation.kind == "on action"):
        active = None
    elif terms.activation.kind == "after" and activates_at is None:
        active = terms.activation.span.after(at, programme.clock)
    else:
        active = activates_at or at
    if expires_at and expires_at <= (active or at):
        raise refusal("expires_at", _("They would be over before they may be spent."))
    return {"activates_at": active, **_ends(programme, at, active, expires_at)}


def _ends(programme: Programme, at: datetime, active: datetime | None, expires_at: datetime | None) -> Dates:
    expiry = programme.promised.expiry
    if expires_at or expiry is None:
        return {"expires_at": expires_at, "lasts": None}
    if expiry.since == "active" and active is None:
        return {"expires_at": None, "lasts": expiry.model_dump(mode="json")}
    return {"expires_at": expiry.after(active if expiry.since == "active" else at, programme.clock), "lasts": None}


def begin(lot: Lot, at: datetime, programme: Programme) -> None:
    """From now on a credit that waited for somebody may be spent, and lasts as long as it was promised."""
    lot.activates_at = at
    if lot.lasts:
        lot.expires_at, lot.lasts = Expiry.model_validate(lot.lasts).after(at, programme.clock), None


def keep_or_date(book: Book, at: datetime) -> None:
    """In some tiers no points are over. When such a tier is left, their time is counted from then."""
    account, terms = book.account, book.terms
    if account.tier not in terms.tiers.keep_points:
        for lot in _alive(book):
            if lot.lasts and lot.activates_at and lot.activates_at <= at:
                ends = Expiry.model_validate(lot.lasts).after(at, book.programme.clock)
                lot.expires_at, lot.lasts = max(ends, at), None
                book.touch(lot)
        if terms.inactivity and account.available and account.lapses_at is None:
            book.keep_alive(at)
        return
    account.lapses_at = None
    for lot in _alive(book):
        if lot.expires_at and lot.expires_at > at:
            lasts = terms.expiry or Expiry(on=(lot.expires_at - TICK).astimezone(book.programme.clock.zone).date())
            lot.expires_at, lot.lasts = None, lasts.model_dump(mode="json")
            book.touch(lot)


def _alive(book: Book) -> Iterator[Lot]:
    return (lot for lot in book.lots if lot.pending or lot.available or lot.held)
