"""What may be said about points, checked in one way for pages, programs and rules."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.loyalty.book import Book
from regulars.loyalty.keeping import opened
from regulars.loyalty.keys import Key
from regulars.loyalty.models import Account
from regulars.loyalty.spans import MOST


def checked_points(points: int, *, least: int = 1, most: int = MOST, field: str = "points") -> int:
    """Raises ValidationError of this field."""
    if not least <= points <= most:
        raise refusal(field, _("This is a whole number from {least} to {most}.").format(least=least, most=most))
    return points


def checked_words(words: str, *, longest: int, field: str) -> str:
    """Raises ValidationError of this field."""
    words = storable(words).strip()
    if len(words) > longest:
        raise refusal(field, _("Write at most %d characters.") % longest)
    return words


def checked_facts(*, at: datetime, key: Key | None, reason: str, reference: str = "") -> dict[str, Any]:
    """What is kept with an operation beside its points. Raises ValidationError("reason", "reference")."""
    return {
        "happened_at": at,
        "key": key,
        "reason": checked_words(reason, longest=200, field="reason"),
        "reference": checked_words(reference, longest=120, field="reference"),
    }


def opened_to_spend(account: Account, points: int, *, at: datetime) -> Book:
    """The book of a member who may spend so many. Raises ValidationError("points", "member")."""
    checked_points(points)
    [book] = opened(account.pk, at=at)
    refuse_who_may_not_spend(book.account)
    refuse_more_than_there_is(book, points)
    return book


def refuse_who_left(account: Account) -> None:
    if account.status == Account.Status.LEFT:
        raise refusal("member", _("This member has left the programme."), "left")


def refuse_who_may_not_spend(account: Account) -> None:
    refuse_who_left(account)
    if account.status == Account.Status.SUSPENDED:
        raise refusal("member", _("This membership is suspended: nothing may be spent."), "suspended")


def refuse_more_than_there_is(book: Book, points: int, *, available: int | None = None) -> None:
    """Raises ValidationError("points")."""
    there = book.account.available if available is None else available
    if points > there:
        said = book.programme.said
        raise refusal(
            "points",
            _("There are {there} to be spent, not {asked}.").format(there=said(there), asked=said(points)),
            "not_enough",
        )
