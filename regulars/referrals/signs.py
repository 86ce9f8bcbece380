"""What speaks against a referral. Each sign has a weight; together they say whether it counts, somebody looks, or it does not.

A sign is never a proof: a family shares a place, a browser, a name. The same place alone is looked at, never refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regulars.commerce.models import Dispute, Order
from regulars.customers.likeness import Known, alike
from regulars.customers.likeness import known as with_addresses
from regulars.customers.models import Customer
from regulars.referrals.models import Referral, Scheme
from regulars.referrals.promising import promised
from regulars.referrals.throwaway import is_throwaway
from regulars.referrals.traces import place_hash

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
MANY_JOIN, MANY_LOOK, MANY_THERE = 5, 50, 3  # in a day
JUST_ENOUGH = 105  # per cent of what it takes


class Matter:
    """One referral, and what is asked about it, each thing once."""

    def __init__(self, referral: Referral) -> None:
        self.referral, self.giver, self.friend = referral, referral.giver, referral.friend
        self.at = referral.joined_at

    @cached_property
    def people(self) -> tuple[Known, Known]:
        ids = (self.giver.customer_id, self.friend.customer_id)
        found = Customer.objects.select_related("company").prefetch_related("identities").in_bulk(ids)
        giver, friend = with_addresses(found[pk] for pk in ids)
        return giver, friend

    @cached_property
    def alike(self) -> set[str]:
        return {reason.why for reason in alike(*self.people)}

    @cached_property
    def is_trusted_place(self) -> bool:
        trusted = self.giver.programme.scheme.trusted_places
        return self.referral.place in {place_hash(each) for each in trusted}

    def both(self, kind: str) -> bool:
        """Whether the member was seen where the friend came from."""
        trace = getattr(self.referral, kind)
        return bool(trace) and trace in self.referral.link.traces.get(kind, [])

    def others(self) -> Any:
        """The friends of this member, but for this one."""
        return Referral.objects.of_giver(self.giver.customer_id).filter(Referral.FRIENDS).exclude(pk=self.referral.pk)


def _same_buyer(matter: Matter) -> bool:
    """Whether the order was placed with the giver's address, or in their name."""
    order, (giver, friend) = matter.referral.order, matter.people
    if order is None:
        return False
    by_name = order.buyer.strip().casefold() == giver.customer.name.casefold() != friend.customer.name.casefold()
    return order.email in giver.emails or bool(order.buyer.strip() and by_name)


def _many_from_there(matter: Matter) -> bool:
    there = Referral.objects.filter(Referral.FRIENDS, place=matter.referral.place, joined_at__gt=matter.at - A_DAY)
    return bool(matter.referral.place) and not matter.is_trusted_place and there.count() >= MANY_THERE


def _many_joined(matter: Matter) -> bool:
    near = (matter.at - A_DAY, matter.at + A_DAY)
    return matter.others().filter(joined_at__range=near).count() + 1 >= MANY_JOIN


def _shown_around(matter: Matter) -> bool:
    looked = Referral.objects.filter(link=matter.referral.link_id, created_at__gt=matter.at - A_DAY)
    return looked.exclude(state=Referral.State.INVITED).count() >= MANY_LOOK


def _others_sent_back(matter: Matter) -> bool:
    decided = matter.others().filter(decided_at__isnull=False)
    bad = Q(state=Referral.State.TAKEN_BACK) | Q(why__in=[Referral.Why.REFUNDED, Referral.Why.SIGNS])
    many = decided.count()
    return many >= 3 and decided.filter(bad).count() * 3 >= many


def _just_enough(matter: Matter) -> bool:
    order, least = matter.referral.order, promised(matter.referral).least_order
    return order is not None and 0 < least <= goods_of(order) < least * JUST_ENOUGH // 100


def _disputed(matter: Matter) -> bool:
    lost_or_open = Dispute.objects.filter(order=matter.referral.order_id).exclude(state=Dispute.State.WON)
    return matter.referral.order_id is not None and lost_or_open.exists()


class Sign(NamedTuple):
    word: str
    label: Any
    weight: int
    shows: Callable[[Matter], bool]


SIGNS: Sequence[Sign] = (
    Sign("same mailbox", _("their addresses are one mailbox"), 70, lambda matter: "mailbox" in matter.alike),
    Sign("same browser", _("both use one browser"), 60, lambda matter: matter.both("browser")),
    Sign("same buyer", _("the member’s name or address is on the order"), 60, _same_buyer),
    Sign("disputed", _("the bank was asked to take the money back"), 60, _disputed),
    Sign("throwaway", _("the friend’s address lasts for minutes"), 40, lambda matter: any(map(is_throwaway, matter.people[1].emails))),
    Sign("same place", _("both were at one place (network address)"), 30, lambda matter: matter.both("place") and not matter.is_trusted_place),
    Sign("many from there", _("several friends joined at one place within a day"), 30, _many_from_there),
    Sign("many at once", _("the member brought many friends along within a day"), 30, _many_joined),
    Sign("others sent back", _("many of the member’s friends sent their purchases back"), 30, _others_sent_back),
    Sign("similar address", _("their addresses begin alike"), 30, lambda matter: "local" in matter.alike),
    Sign("same name", _("both have one name"), 25, lambda matter: "name" in matter.alike),
    Sign("shown around", _("the link was looked at very often: it may be posted in public"), 20, _shown_around),
    Sign("in a hurry", _("the member had joined within the hour before"), 20, lambda matter: matter.at - matter.giver.joined_at < AN_HOUR),
    Sign("just enough", _("the purchase was just large enough"), 10, _just_enough),
    Sign("same device", _("both use the same kind of device"), 5, lambda matter: matter.both("device")),
)  # fmt: skip
LABELS = {sign.word: sign.label for sign in SIGNS}


def weigh(referral: Referral) -> None:
    """Look at all signs anew. What they say stands in the referral, which is not saved."""
    matter, weights = Matter(referral), referral.giver.programme.scheme.weights
    found = [(sign.word, weights.get(sign.word, sign.weight)) for sign in SIGNS if sign.shows(matter)]
    referral.signs = sorted(([word, weight] for word, weight in found if weight), key=lambda each: -each[1])
    referral.score = sum(weight for _word, weight in referral.signs)


def verdict(referral: Referral) -> str:
    """The state that follows from what was weighed."""
    scheme: Scheme = referral.giver.programme.scheme
    if referral.is_cleared or referral.link.is_trusted:
        return Referral.State.PENDING
    if referral.score >= scheme.void_at:
        return Referral.State.VOID
    return Referral.State.FLAGGED if referral.score >= scheme.review_at else Referral.State.PENDING


def goods_of(order: Order) -> int:
    """What is left of the goods in money, with tax: without shipping, without gift cards that were bought."""
    lines = [line for line in order.lines.all() if not line.is_gift_card]
    return sum(line.net + line.tax - line.refunded_net - line.refunded_tax for line in lines)
