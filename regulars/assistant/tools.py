"""What a model may use in a chat: what is the customer's own. It gets what was read for somebody who has typed a code, and nothing
else; without one, or to redeem, it can only wish, and the code is asked for here. So nothing that it is talked into reveals or spends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from regulars.assistant.models import Answer, Duty, Showing
from regulars.assistant.records import Record, records_of
from regulars.assistant.wishes import Wish
from regulars.assistant.writing import Source
from regulars.customers.models import Customer
from regulars.portal.queries import Reader

ASKED_FOR = "The customer is asked for a code now. Say nothing of it: is_answered = false."
TOOLS = """
If they ask for what is their own, call the tool for it. What tools return are passages like the others: cite them by their numbers.
"""


class Toolbox:
    """For one answer. `known` is what was read for the customer; None: nobody has shown who they are."""

    def __init__(self, known: dict[Wish, list[Record]] | None = None, *, customer: Customer | None = None) -> None:
        self.known, self.customer = known, customer
        self.sources: list[Source | Record] = []  # the passages, to which it adds
        self.wish: Wish | None = None  # what only the customer's code allows
        self.reward = ""  # its name, as the model says it

    @property
    def functions(self) -> Sequence[Callable[..., Any]]:
        return (self.my_points, self.my_rewards, self.my_orders, self.redeem)

    async def my_points(self) -> Any:
        """The points and the tier of the customer who asks."""
        return self._read(Wish.POINTS)

    async def my_rewards(self) -> Any:
        """The rewards that the customer has, or may have for points."""
        return self._read(Wish.REWARDS)

    async def my_orders(self) -> Any:
        """The newest orders of the customer, how they stand, and their parcels."""
        return self._read(Wish.ORDERS)

    async def redeem(self, reward: str) -> str:
        """The customer wants to have the reward with this name for their points."""
        self.wish, self.reward = Wish.REDEEM, reward
        return ASKED_FOR

    def _read(self, wish: Wish) -> Any:
        if self.known is None:
            self.wish = wish
            return ASKED_FOR
        first = len(self.sources) + 1
        self.sources += self.known[wish]
        return [{"number": number, "text": each.text} for number, each in enumerate(self.known[wish], start=first)]


def toolbox_for(answer: Answer, *, duty: Duty, reader: Reader | None) -> Toolbox | None:
    """None where the assistant tells nobody what is theirs. `reader`: whom they have shown to be.

    What is read is said in the language that is spoken now.
    """
    if not duty.tells_own or answer.channel != "chat" or answer.asked is None:
        return None
    if reader is None:
        return Toolbox()
    known = {wish: records_of(reader, wish) for wish in Wish if wish != Wish.REDEEM}
    return Toolbox(known, customer=reader.customer)


def shown_to_be(answer: Answer) -> Reader | None:
    """Whom the visitor who asks has shown to be by a code, not long ago."""
    if answer.asked is None or answer.channel != "chat":
        return None
    showing = Showing.to(answer.asked).select_related("proof__identity__customer").first()
    return Reader(showing.proof) if showing and showing.proof and showing.holds() else None
