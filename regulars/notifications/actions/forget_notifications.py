from datetime import timedelta

from django.db.models.functions import Now

from regulars.notifications.models import Notification

KEPT = timedelta(days=90)  # since the newest of what is counted in it
BATCH = 1000


def forget_notifications() -> int:
    """Delete some of what was told longer ago than three months, seen or not: the oldest. Returns how many."""
    old = Notification.objects.filter(at__lt=Now() - KEPT, push_at=None, mail_at=None)
    return Notification.objects.filter(pk__in=old.order_by("at").values("pk")[:BATCH]).delete()[0]
