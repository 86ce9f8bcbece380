from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from regulars.commerce.models import Order, RefusedLine, Return, ShopCall


def forget_orders(people: Sequence[int], *, addresses: Sequence[str]) -> set[str]:
    """Blank what orders and returns say of who these customers are, and delete what shops sent about them. That something was sold stays, for the figures.

    Returns the files that nobody needs any more, by their SHA-256.
    """
    theirs = Order.objects.filter(Q(customer__in=people) | Q(email__in=[each for each in addresses if each]))
    ShopCall.objects.filter(customer__in=people).delete()
    for address in addresses:
        RefusedLine.objects.filter(cells__icontains=address).delete()
    return blank(theirs)


def blank(several: QuerySet[Order]) -> set[str]:
    """Take off these orders who it was. Returns the files that nobody needs any more."""
    orders = list(several.values_list("pk", flat=True))
    ShopCall.objects.filter(order__in=orders).delete()
    labels = set(Return.objects.filter(order__in=orders).exclude(label="").values_list("label", flat=True))
    Return.objects.filter(order__in=orders).update(words="", answer="", label="", label_name="")
    Order.objects.filter(pk__in=orders).update(email="", buyer="", buyer_id="", address="", status_address="")
    return labels
