"""Slips and members made ready for the till."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.channels.store.models import Place, Slip
from regulars.lib import money
from regulars.loyalty.models import Account
from regulars.loyalty.models.programme import number
from regulars.loyalty.queries import statement
from regulars.loyalty.rows import tier_name
from regulars.ui.faces import avatar
from regulars.ui.moments import Times

MOST = 200
ICONS = {"earn": "plus", "redeem": "tag", "visit": "building"}


def today(place: Place) -> QuerySet[Slip]:
    """What was done there since its day began, the newest first."""
    here = timezone.now().astimezone(place.programme.clock.zone)
    begins = here.replace(hour=0, minute=0, second=0, microsecond=0)
    day = Slip.objects.filter(place=place, happened_at__gte=begins)
    return day.select_related("account__customer", "agent").order_by("-happened_at", "-pk")[:MOST]


def slip_rows(place: Place, slips: Iterable[Slip]) -> list[dict[str, Any]]:
    times, programme = Times(), place.programme
    return [
        {
            "slip": each,
            "icon": ICONS[each.kind],
            "who": str(each.account.customer),
            "kind": each.get_kind_display(),
            "amount": money.said(each.amount, programme.currency) if each.amount else "",
            "points": number(each.points, is_change=True) if each.points else "",
            "when": times.clock(each.happened_at),
            "by": each.agent.first_name if each.agent else "",
        }
        for each in slips
    ]


def said_of(slip: Slip) -> str:
    """What the till says when it is done: “12 points for Ada Moreau. That makes 140 points.”"""
    programme, facts = slip.account.programme, {"who": slip.account.customer}
    if slip.kind == Slip.Kind.VISIT:
        return _("The visit of %(who)s is noted.") % facts
    if not slip.points:
        return _("No points this time for %(who)s.") % facts
    facts |= {"points": programme.said(abs(slip.points)), "balance": programme.said(slip.balance)}
    if slip.points < 0:
        return _("%(points)s of %(who)s are redeemed. That leaves %(balance)s.") % facts
    is_pending = slip.operation is not None and not slip.operation.change
    words = (
        _("%(points)s for %(who)s, on the way. There are %(balance)s to spend.")
        if is_pending
        else _("%(points)s for %(who)s. That makes %(balance)s.")
    )
    return words % facts


def shown(account: Account) -> dict[str, Any]:
    """A member, as the till shows them."""
    said = statement(account)
    programme, customer = account.programme, account.customer
    return {
        "member": account,
        "face": avatar(str(customer), customer.pk),
        "tier": tier_name(account, said.tier),
        "balance": programme.said(said.balance),
        "available": said.available,
        "worth": money.said(said.worth, programme.currency) if programme.promised.value.worth and said.worth else "",
        "pending": programme.said(said.pending) if said.pending else "",
        "is_active": account.status == Account.Status.ACTIVE,
    }
