"""What of an order may be sent back, by the house's terms."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.commerce.models import Order, OrderLine, Return, ReturnLine, Terms


class Returnable(NamedTuple):
    line: OrderLine
    most: int  # pieces


def the_terms() -> Terms:
    """As they were kept; those of a new house until then."""
    return Terms.objects.first() or Terms(reasons=reasons())


def reasons() -> list[str]:
    """Those that a house begins with."""
    return [
        _("It does not suit me"),
        _("It is not as described"),
        _("It is broken"),
        _("It is the wrong thing"),
        _("It came too late"),
    ]


def returnable(order: Order, terms: Terms) -> list[Returnable]:
    """The lines of which something may be sent back, and how much: neither gift cards nor what is excluded, refunded or on its way back."""
    asked = (
        ReturnLine.objects.filter(line__order=order, request__state__in=Return.OPEN)
        .values("line")
        .annotate(many=Sum("quantity"))
    )
    under_way = {row["line"]: row["many"] for row in asked}
    excluded = {each.lower() for each in terms.excluded}
    found = []
    for line in order.lines.select_related("product"):
        categories = {each.lower() for each in line.product.categories} if line.product else set()
        most = line.left - under_way.get(line.pk, 0)
        if most > 0 and not line.is_gift_card and not categories & excluded:
            found.append(Returnable(line, most))
    return found


def why_not(order: Order, terms: Terms) -> str:
    """Why customers cannot send anything of this order back by themselves; nothing when they can."""
    if not terms.is_offered or order.cancelled_at or order.deleted_at:
        return _("Write to us about this order.")
    if order.shipped == Order.Shipped.NOT_YET and not order.is_complete:
        return _("It has not been shipped yet. Write to us if you want to change it.")
    if timezone.now() > last_day(order, terms):
        return (
            ngettext("Returns can be asked for within %d day.", "Returns can be asked for within %d days.", terms.days)
            % terms.days
        )
    if not returnable(order, terms):
        return _("Nothing of it is left to be sent back.")
    return ""


def last_day(order: Order, terms: Terms) -> datetime:
    return (order.delivered_at or order.placed_at) + timedelta(days=terms.days)
