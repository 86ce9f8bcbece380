"""What counts for achievements: each thing once, and no order that was cancelled or went back as a whole."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Sum
from django.utils import timezone

from regulars.commerce.models import Order
from regulars.customers.models import Customer
from regulars.loyalty.models import Account
from regulars.surprises.models import Achievement, Step
from regulars.surprises.rounds import keep_count, the_round

ORDER = "order:"


def count(kind: str, about: str, *, customer: Customer, at: datetime) -> None:
    """Something of this kind happened `at`. Harmless twice."""
    if about.startswith(ORDER) and not stands(int(about.removeprefix(ORDER))):
        return
    for account in Account.objects.open().filter(customer=customer, status=Account.Status.ACTIVE).order_by("pk"):
        counting = Achievement.objects.filter(programme=account.programme_id, event=kind, is_on=True)
        for achievement in counting.select_related("programme", "reward").order_by("pk"):
            if Step.objects.filter(round__achievement=achievement, round__account=account, about=about).exists():
                continue
            if round := the_round(achievement, account, at=at):
                round.steps.create(about=about, at=at)
                keep_count(round, at=timezone.now())


def stands(number: int) -> bool:
    """As the order is by now: what is told of it may come in any order."""
    order = Order.objects.filter(pk=number, cancelled_at=None, deleted_at=None).first()
    if order is None:
        return False
    back = order.refunds.filter(is_pending=False).aggregate(sum=Sum("amount"))["sum"] or 0
    return not back >= order.total > 0
