"""What is a customer's own, in words, with where they find it themselves: for whoever has shown who they are, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from regulars.assistant.wishes import Wish
from regulars.commerce.models import Order, Shipment
from regulars.commerce.rows import chips
from regulars.lib import money
from regulars.loyalty.models import Account
from regulars.loyalty.queries import Statement, statement
from regulars.portal.bought import orders_of
from regulars.portal.collected import Purse
from regulars.portal.queries import Reader
from regulars.rewards.codes import shown
from regulars.rewards.models import Reward
from regulars.rewards.queries import catalogue, held_by

MOST = 3  # orders


@dataclass(frozen=True)
class Record:
    """A few lines about one thing. A model cites it as it cites a passage."""

    title: str
    address: str
    text: str
    heading: str = ""
    confidence: float = 1.0

    def evidence(self, words: str) -> dict[str, Any]:
        """As Answer keeps it."""
        return {"title": self.title, "address": self.address, "quoted": words, "score": self.confidence}


def records_of(reader: Reader, wish: Wish | str) -> list[Record]:
    """In the language that is spoken now."""
    if wish == Wish.ORDERS:
        return [_of_order(each) for each in orders_of(reader).prefetch_related("shipments")[:MOST]]
    told = _of_points if wish == Wish.POINTS else _of_rewards
    return [told(statement(each)) for each in members_of(reader)]


def members_of(reader: Reader) -> list[Account]:
    return Purse(reader).members


def within_reach(reader: Reader) -> list[Reward]:
    """What they may have now, the cheapest first."""
    offered = (each for member in members_of(reader) for each in catalogue(statement(member)))
    return [each.reward for each in offered if not each.refused]


def address_of(path: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def _of_points(said: Statement) -> Record:
    programme = said.account.programme
    level = programme.promised.level(said.tier)
    worth = _("worth %s") % money.said(said.worth, programme.currency) if said.worth else ""
    parts = [programme.said(said.balance), worth, level.name if level else ""]
    text = f"{programme.name}: {' · '.join(filter(None, parts))}"
    return Record(programme.name, address_of("/my/points"), text)


def _of_rewards(said: Statement) -> Record:
    return Record(said.account.programme.name, address_of("/my/rewards"), "\n".join(_reward_lines(said)).strip())


def _reward_lines(said: Statement) -> Iterator[str]:
    programme = said.account.programme
    yield f"{programme.name}: {programme.said(said.balance)}"
    for held in held_by(said.account).filter(reward__programme=programme.pk):
        yield f"“{held}”: {shown(held.code)}"
    yield ""  # what they have, and what they may have
    for each in catalogue(said):
        price = programme.said(each.reward.points)
        yield f"“{each.reward}”: {price}" + (f" ({each.refused.words.rstrip('.')})" if each.refused else "")


def _of_order(order: Order) -> Record:
    day = formats.date_format(timezone.localtime(order.placed_at), "DATE_FORMAT")
    states = ", ".join(str(words) for words, _colour in chips(order))
    title = _("Order %s") % order.number
    lines = [f"{title}, {day}, {money.said(order.total, order.currency)}: {states}"]
    lines += [_parcel(each) for each in order.shipments.all() if each.state != Shipment.State.CANCELLED]
    return Record(title, address_of(f"/my/orders/{order.pk}"), "\n".join(lines))


def _parcel(parcel: Shipment) -> str:
    said = [parcel.carrier, parcel.tracking_number, str(parcel.get_state_display()), parcel.tracking_address]
    return " · ".join(filter(None, said))
