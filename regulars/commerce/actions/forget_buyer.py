from __future__ import annotations

from functools import partial

from django.db import transaction
from django.db.models import Q

from regulars.commerce.actions.forget_orders import blank
from regulars.commerce.facts import Forget
from regulars.commerce.models import Order, Shop, ShopCall
from regulars.commerce.whose import clean_email
from regulars.customers.models import Identity
from regulars.lib import blobs
from regulars.team.actions.audit import audit


@transaction.atomic
def forget_buyer(told: Forget, *, shop: Shop) -> int:
    """Take off a shop's orders who it was and delete what it sent about them, because they asked the shop for it. Whoever is a customer of the house beyond that stays one.

    Returns how many orders it were. Harmless twice.
    """
    known = Q(external_id__in=told.orders)
    for name, value in (("buyer_id", told.buyer), ("email", told.email.strip().lower())):
        known |= Q(**{name: value}) if value else Q()
    theirs = Order.objects.filter(known, shop=shop)
    many = theirs.count()
    accounts = Q(kind="external", value=told.buyer) | Q(kind="email", value=clean_email(told.email))
    people = Q(customer__in=Identity.objects.filter(accounts).values("customer"))
    ShopCall.objects.filter(people | Q(customer__in=theirs.values("customer")), shop=shop).delete()
    transaction.on_commit(partial(blobs.forget_unless_held, blank(theirs)))
    audit("orders.forgotten", by=None, on=f"shop:{shop.pk}", after={"orders": many})
    return many
