from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from regulars.commerce.events import OrderCancelled, OrderRefunded
from regulars.customers.models import Customer
from regulars.lib.again import again_after_a_deadlock
from regulars.surprises.counting import stands
from regulars.surprises.models import Round
from regulars.surprises.rounds import keep_count


@again_after_a_deadlock
@transaction.atomic
def uncount(event: OrderRefunded | OrderCancelled, *, customer: Customer) -> None:
    """An order was cancelled, or all of it refunded: it counts for no achievement, unless it goes on by now. Harmless twice."""
    if not getattr(event, "is_whole", True) or stands(event.order):
        return
    about = f"order:{event.order}"
    rounds = Round.objects.select_for_update(of=("self",)).filter(steps__about=about, account__customer=customer)
    for round in rounds.select_related("achievement__programme", "achievement__reward", "account", "gain").order_by(
        "pk"
    ):
        round.steps.filter(about=about).delete()
        keep_count(round, at=timezone.now())
