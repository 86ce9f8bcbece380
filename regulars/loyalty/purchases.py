"""What was bought, as far as points are reckoned from it. Rooms that know orders say it in this shape."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

from pydantic import Field

from regulars.lib.money import shared
from regulars.loyalty.spans import Part, Points


class Item(Part):
    """So many of one thing. `net` counts, in the currency's smallest unit; by `words` rules know it: what it is, and of which categories."""

    net: Points
    quantity: Points = 0
    words: tuple[Annotated[str, Field(max_length=300)], ...] = ()

    def fits(self, only: Collection[str], without: Collection[str]) -> bool:
        words = {word.casefold() for word in self.words}
        return (not only or not words.isdisjoint(only)) and words.isdisjoint(without)


class Purchase(Part):
    """`rest` is what counts and belongs to no item: shipping, where the terms say so."""

    items: tuple[Item, ...] = ()
    rest: Points = 0

    @classmethod
    def of(cls, spend: int) -> Purchase:
        """One of which nothing is known but what it cost."""
        return cls(rest=spend)

    @property
    def spend(self) -> int:
        return self.rest + sum(each.net for each in self.items)

    def fitting(self, only: Collection[str], without: Collection[str]) -> tuple[int, int]:
        """What of its money, and how many pieces, these words mean; without any, all of it."""
        fits = [each for each in self.items if each.fits(only, without)]
        rest = 0 if only else self.rest
        return rest + sum(each.net for each in fits), sum(each.quantity for each in fits)

    def less(self, refunded: int) -> Purchase:
        """What is left of it when so much went back, and nobody says of what: of everything alike."""
        left = shared(max(0, self.spend - refunded), [self.rest, *(each.net for each in self.items)])
        items = [each.model_copy(update={"net": net}) for each, net in zip(self.items, left[1:], strict=True)]
        return Purchase(items=tuple(items), rest=left[0])
