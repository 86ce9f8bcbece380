from django.db import transaction
from django.utils import timezone

from regulars.commerce.facts import Gone
from regulars.commerce.finding import find_order
from regulars.commerce.finishing import finish
from regulars.commerce.models import Order, Shop


@transaction.atomic
def take_away(told: Gone, *, shop: Shop) -> Order | None:
    """A shop has deleted an order: it is as good as cancelled, until the shop tells of it again. None when we do not know it. Harmless twice."""
    order = find_order(shop, told.external_id)
    if order is not None:
        order.deleted_at = order.deleted_at or timezone.now()
        if order.cancelled_at is None:
            order.cancelled_at, order.cancel_reason = order.deleted_at, "deleted"
        finish(order)
    return order
