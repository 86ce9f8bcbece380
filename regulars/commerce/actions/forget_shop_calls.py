from datetime import datetime, timedelta

from django.utils import timezone

from regulars.commerce.models import OrderImport, ShopCall
from regulars.team.table_runs import forget_old

KEPT = timedelta(days=60)
AT_ONCE = 1000


def forget_shop_calls() -> int:
    """Delete what shops sent long ago, and the reports of old imports, a thousand at a time. Returns how many were deleted."""
    before = timezone.now() - KEPT
    old = ShopCall.objects.filter(came_at__lt=before).order_by("came_at").values("pk")[:AT_ONCE]
    gone, _kinds = ShopCall.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    forget_old(OrderImport.objects.all())
    return gone


def next_due() -> datetime | None:
    """When the oldest call has been kept long enough."""
    oldest = ShopCall.objects.order_by("came_at").values_list("came_at", flat=True).first()
    return oldest + KEPT if oldest else None
