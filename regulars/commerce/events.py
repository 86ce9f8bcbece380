"""What happens to orders, as it stands on the customer's timeline.

`units` are whole numbers of the currency's smallest unit: reckon with these. `amount` says the same in the currency's own units, for
conditions of rules ("at least 50").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.customers.events import Event
from regulars.lib.money import said


@dataclass(frozen=True, kw_only=True)
class OrderEvent(Event):
    """Something about one order."""

    about = "order"
    icon = "box"
    order: int
    number: str


@dataclass(frozen=True, kw_only=True)
class MoneyEvent(OrderEvent):
    """Something about an order in which money goes from one to the other."""

    amount: float  # in the currency's own units
    units: int  # the same in its smallest unit
    currency: str

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return facts | {"amount": said(facts["units"], facts["currency"])}


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(MoneyEvent):
    """The customer bought something."""

    kind = "order.placed"
    says = "Order {number} for {amount}"
    items: int  # pieces


@dataclass(frozen=True, kw_only=True)
class OrderPaid(MoneyEvent):
    """An order was paid in full."""

    kind = "order.paid"
    says = "Order {number} was paid: {amount}"
    icon = "check"
    shop: str = ""  # its name
    paid_by: str = ""  # the ways of payment, as the shop calls them


@dataclass(frozen=True, kw_only=True)
class OrderExtended(MoneyEvent):
    """Something was added to an order that had been paid, and is paid as well."""

    kind = "order.extended"
    says = "Order {number} grew by {amount}"
    icon = "plus"


@dataclass(frozen=True, kw_only=True)
class OrderShipped(OrderEvent):
    """A parcel of an order, the first one, has left."""

    kind = "order.shipped"
    says = "Order {number} was shipped"
    icon = "send"
    carrier: str


@dataclass(frozen=True, kw_only=True)
class OrderDelivered(OrderEvent):
    """All of an order has arrived."""

    kind = "order.delivered"
    says = "Order {number} has arrived"
    icon = "checks"


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(OrderEvent):
    """An order was cancelled."""

    kind = "order.cancelled"
    says = "Order {number} was cancelled"
    icon = "x"
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrderResumed(OrderEvent):
    """An order that was cancelled goes on after all."""

    kind = "order.resumed"
    says = "Order {number} goes on after all"
    icon = "undo"


@dataclass(frozen=True, kw_only=True)
class OrderRefunded(MoneyEvent):
    """Money went back for an order, or for a part of it."""

    kind = "order.refunded"
    says = "{amount} refunded for order {number}"
    icon = "undo"
    refund: int
    is_whole: bool  # nothing of the order's money is left with us


@dataclass(frozen=True, kw_only=True)
class RefundFailed(OrderEvent):
    """Money that was to go back for an order did not arrive, and is with us again."""

    kind = "order.refund_failed"
    says = "A refund for order {number} did not go through"
    icon = "alert"
    refund: int


@dataclass(frozen=True, kw_only=True)
class OrderDisputed(MoneyEvent):
    """The customer asked their bank to take back what an order cost."""

    kind = "order.disputed"
    says = "The bank was asked to take back {amount} for order {number}"
    icon = "alert"
    dispute: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class DisputeClosed(MoneyEvent):
    """The bank decided whether to take back what an order cost."""

    kind = "order.dispute_closed"
    says = "The bank decided about {amount} for order {number}: {outcome}"
    icon = "flag"
    dispute: int
    outcome: str  # "won" or "lost", by us


@dataclass(frozen=True, kw_only=True)
class RefundRequested(MoneyEvent):
    """Somebody of the team wants money to go back for an order."""

    kind = "refund.requested"
    says = "{by} asked for a refund of {amount} for order {number}"
    icon = "undo"


@dataclass(frozen=True, kw_only=True)
class ReturnEvent(OrderEvent):
    """Something about goods that come back."""

    icon = "box"
    request: int


@dataclass(frozen=True, kw_only=True)
class ReturnRequested(ReturnEvent):
    """The customer wants to send something back."""

    kind = "return.requested"
    says = "{by} asked to return something of order {number}"
    items: int  # pieces
    reason: str  # the first that was chosen


@dataclass(frozen=True, kw_only=True)
class ReturnApproved(ReturnEvent):
    """A return was approved."""

    kind = "return.approved"
    says = "The return of order {number} was approved"
    icon = "check"


@dataclass(frozen=True, kw_only=True)
class ReturnDeclined(ReturnEvent):
    """A return was declined."""

    kind = "return.declined"
    says = "The return of order {number} was declined"
    icon = "x"


@dataclass(frozen=True, kw_only=True)
class ReturnWithdrawn(ReturnEvent):
    """The customer keeps what they wanted to send back."""

    kind = "return.withdrawn"
    says = "The return of order {number} was withdrawn"
    icon = "undo"


@dataclass(frozen=True, kw_only=True)
class ReturnReceived(ReturnEvent):
    """What the customer sent back has arrived."""

    kind = "return.received"
    says = "The return of order {number} has arrived"


@dataclass(frozen=True, kw_only=True)
class ReturnRefunded(ReturnEvent):
    """A return is settled: its money has gone back."""

    kind = "return.refunded"
    says = "The return of order {number} is settled"
    icon = "checks"
