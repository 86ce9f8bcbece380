from datetime import datetime

from django.db.models import Min

from regulars.notifications.actions.forget_notifications import forget_notifications
from regulars.notifications.actions.ring_devices import ring_devices
from regulars.notifications.actions.write_digests import write_digests
from regulars.notifications.models import Notification


def deliver() -> int:
    """What is due, to devices and by mail; then forget what is old. Returns how many notifications were taken."""
    return ring_devices() or write_digests() or forget_notifications()


def next_due() -> datetime | None:
    first = Notification.objects.aggregate(push=Min("push_at"), mail=Min("mail_at"))
    times = [moment for moment in first.values() if moment]
    return min(times, default=None)
