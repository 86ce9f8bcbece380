"""A member's points in the panel: for whoever the shop has signed in, and for nobody who only says who they are."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from regulars.channels.chat.models import Visitor
from regulars.customers.models import Identity
from regulars.lib import money
from regulars.loyalty.card import qr_of
from regulars.loyalty.models import Account
from regulars.loyalty.queries import Statement, of_customer, statement
from regulars.rewards.offering import Reason
from regulars.rewards.queries import catalogue


def points_of(visitor: Visitor, *, language: str) -> dict[str, Any]:
    """What they have, their card, and the reward that is next; nothing of strangers, and of customers who are no members."""
    known = Identity.objects.filter(kind=Identity.Kind.EMAIL, value=visitor.address).first()
    if not (known and visitor.subject and visitor.is_proven):
        return {}
    active = (each for each in of_customer(known.customer_id) if each.status == Account.Status.ACTIVE)
    account = next(active, None)
    if account is None:
        return {}
    with translation.override(language):
        return _told(statement(account))


def _told(said: Statement) -> dict[str, Any]:
    programme, drawn = said.account.programme, qr_of(said.account.number)
    level = programme.promised.level(said.tier)
    return {
        "programme": programme.name,
        "balance": programme.said(said.balance),
        "worth": _("worth %s") % money.said(said.worth, programme.currency) if said.worth else "",
        "tier": level.name if level else "",
        "number": said.account.number,
        "qr": {"size": drawn.size, "path": drawn.path},
        "next": _next(said),
    }


def _next(said: Statement) -> str:
    """The best that is ready, or else the first that is not far."""
    offered = catalogue(said)
    ready = [each.reward for each in offered if not each.refused]
    if ready:
        return _("“%s” is yours for %s.") % (ready[-1].name, said.account.programme.said(ready[-1].points))
    for each in offered:
        if each.refused and each.refused.reason == Reason.NOT_ENOUGH:
            return f"“{each.reward.name}”: {each.refused.words}"
    return ""
