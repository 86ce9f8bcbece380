from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from regulars.commerce.models import Shop, ShopCall
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def retry_shop_calls(calls: QuerySet[ShopCall], *, shop: Shop, by: Agent) -> int:
    """Read these calls of a shop once more, as they came. What they say is taken once, however often it is read. Returns how many."""
    found = calls.filter(shop=shop).update(state=ShopCall.State.WAITING, due_at=timezone.now(), attempts=0, error="")
    if found:
        audit("shop.replayed", by=by, on=f"shop:{shop.pk}", after={"calls": found})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('shops', '')")
    return found
