from django.db import transaction

from regulars.commerce.facts import OrderNews
from regulars.commerce.finding import find_order, name_it
from regulars.commerce.finishing import finish
from regulars.commerce.happening import take_happenings
from regulars.commerce.models import Order, Shop


@transaction.atomic
def take_news(told: OrderNews, *, shop: Shop) -> Order | None:
    """Keep what has happened to an order that we know; None when we do not know it. Harmless twice."""
    order = find_order(shop, *told.order)
    if order is not None:
        name_it(order, told.names)
        take_happenings(order, told)
        finish(order)
    return order
