from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.db import connection, transaction
from django.utils import timezone

from regulars.commerce.models import Shop, ShopCall

NEVER_KEPT = {"authorization", "cookie", "proxy-authorization"}


@transaction.atomic
def keep_shop_call(shop: Shop, *, topic: str, delivery: str, headers: Mapping[str, str], body: bytes) -> None:
    """Write down what a shop has sent, to be read from there. What was delivered before is not kept again."""
    kept = {name.lower(): value[:2000] for name, value in headers.items() if name.lower() not in NEVER_KEPT}
    delivery = delivery[:128] or hashlib.sha256(body).hexdigest()
    call = ShopCall(shop=shop, topic=topic[:64], delivery=delivery, headers=kept, body=body)
    ShopCall.objects.bulk_create([call], ignore_conflicts=True)
    Shop.objects.filter(pk=shop.pk).update(called_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('shops', '')")
