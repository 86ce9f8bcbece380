"""A hold, found in its member's open book."""

from __future__ import annotations

from datetime import datetime

from regulars.loyalty.book import Book
from regulars.loyalty.keeping import keep, opened
from regulars.loyalty.models import Hold


def open_hold(held: Hold, *, at: datetime) -> tuple[Book, Hold]:
    """Locked with its book. One whose time was over is released with it, and its book is kept."""
    [book] = opened(held.account_id, at=at)
    kept = next((each for each in book.holds if each.pk == held.pk), None)
    if kept is None:
        known = Hold.objects.select_related("operation").get(pk=held.pk)
        # Whoever has it was joined with another member, or parted, since it was read.
        return (book, known) if known.account_id == held.account_id else open_hold(known, at=at)
    if kept.state == Hold.State.RELEASED:
        keep(book)
    return book, kept
