"""What is left of a point counts with the next purchase, as long as its own is not refunded."""

from __future__ import annotations

from regulars.loyalty.book import Book
from regulars.loyalty.earning import NOTHING, Award, award, bought
from regulars.loyalty.models import Lot, Operation


def carry(book: Book, earned: Operation, lot: Lot, now: Award | None) -> None:
    """A purchase gives this by `now`: what it leaves of a point is carried instead of what it left. None: as it was whole; of one that
    was refunded in part, it stays.

    Where another purchase has used that up meanwhile, the next one lacks it.
    """
    earned.refresh_from_db(fields=["reckoned"])
    how = earned.reckoned
    if not how or "leaves" not in how or (now is None and lot.spend_back):
        return
    now = now or award(bought(how, lot.spend), how)
    leaves = how["carried"] if now is NOTHING else now.carried
    book.account.carried = (book.account.carried or 0) + leaves - how["leaves"]
    earned.reckoned = how | {"leaves": leaves}
    earned.save(update_fields=["reckoned"])
