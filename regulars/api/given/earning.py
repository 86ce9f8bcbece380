"""What programs say about how points are given."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from regulars.api.given.automation import IsSo, Tree
from regulars.api.given.kinds import Given, Id, Moment, Words
from regulars.api.given.loyalty import ItemGiven, Items, Reference, Spend
from regulars.automation.purchases import occasion_of
from regulars.automation.triggers import read_trigger
from regulars.commerce.models import Order
from regulars.lib.refusal import refusal
from regulars.loyalty.checking import checked_points
from regulars.loyalty.models import Account
from regulars.loyalty.occasions import PURCHASE, Occasion
from regulars.loyalty.purchases import Item, Purchase

Scheme = Annotated[
    dict[str, Any],
    Field(
        description='`{"do": "earn", "points": 2, "each": "amount", "per": 100, "only": ["Coffee"]}`, `{"do": "multiply", "times": "2"}`; '
        "all of it stands in the manual."
    ),
]


class EarningRuleChanges(Given):
    """What is left out stays."""

    name: Annotated[Words, Field(description="Members read it as the reason.")] = ""
    event: Annotated[str, Field(max_length=100, description="order.paid: a purchase, at a till too.")] = PURCHASE
    conditions: Tree = {}
    scheme: Scheme = {}
    stops: Annotated[IsSo, Field(description="When it has given something, no later rule is asked.")] = False

    @property
    def facts(self) -> dict[str, Any]:
        """What `save_rule` is given."""
        said = self.model_dump(exclude_unset=True)
        if "event" in said:
            said["trigger"] = {"event": said.pop("event")}
        if "scheme" in said:
            said["steps"] = [said.pop("scheme")]
        return said


class NewEarningRule(EarningRuleChanges):
    """It is asked after all others of the programme."""

    name: Annotated[Words, Field(description="Members read it as the reason.")]
    scheme: Scheme
    is_active: IsSo = True

    @property
    def facts(self) -> dict[str, Any]:
        return {"trigger": {"event": self.event}, "conditions": {}} | super().facts


class EarningAsked(Given):
    """What is bought (`spend`, or `items`), an order by its number here, or another event with its facts."""

    spend: Spend = None
    items: Items = None
    order: Id | None = None
    event: Annotated[str | None, Field(max_length=100)] = None
    facts: Annotated[dict[str, Any], Field(description="Of the event, as in the list of events.")] = {}
    reference: Reference = ""
    shop: Annotated[Words, Field(max_length=120, description="Of a purchase: whose it was.")] = ""
    paid_by: Annotated[Words, Field(max_length=120, description="Of a purchase: the way of payment.")] = ""
    at: Annotated[Moment | None, Field(description="When it happens; now, if left out.")] = None

    def occasion_for(self, member: Account) -> Occasion:
        """Raises ValidationError("order", "event", "spend")."""
        if self.order is not None:
            for order in Order.objects.filter(pk=self.order):
                return occasion_of(order, member.programme.promised.earning)
            raise refusal("order", f"There is no order {self.order}.", "unknown")
        if self.event and self.event != PURCHASE:
            return Occasion(read_trigger({"event": self.event}).event.kind, self.facts)
        known = {"shop": self.shop, "paid_by": self.paid_by}
        return bought(self.spend, self.items, member=member, number=self.reference, **known)


def bought(
    spend: int | None, items: list[ItemGiven] | None, *, member: Account, number: str, shop: str = "", paid_by: str = ""
) -> Occasion:
    """Raises ValidationError("spend", "items")."""
    if (spend is None) == (items is None):
        raise refusal("spend", "Say what was spent, or the items.")
    paid = _of(items) if items is not None else Purchase.of(checked_points(spend or 0, least=0, field="spend"))
    return Occasion.bought(paid, programme=member.programme, number=number, shop=shop, paid_by=paid_by)


def _of(items: list[ItemGiven]) -> Purchase:
    for whole in (sum(each.net for each in items), sum(each.quantity for each in items)):
        checked_points(whole, least=0, field="items")
    return Purchase(items=tuple(Item(net=each.net, quantity=each.quantity, words=tuple(each.words)) for each in items))
