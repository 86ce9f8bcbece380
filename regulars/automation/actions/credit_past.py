from datetime import timedelta

from regulars.automation.actions.credit_order import credit_order
from regulars.commerce.models import Order
from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer
from regulars.loyalty.events import MemberJoined
from regulars.loyalty.models import Account

SLACK = timedelta(days=1)  # days are the programme's: `credit_order` knows them


def credit_past(event: MemberJoined, *, customer: Customer) -> None:
    """Who joins gets points for what they bought lately, where the programme says so."""
    account = Account.objects.open().select_related("programme").filter(pk=event.member).first()
    if not account or not (days := account.programme.promised.earning.past_days):
        return
    since = account.joined_at - timedelta(days=days) - SLACK
    for order in Order.objects.counted().filter(customer=customer, placed_at__gte=since).order_by("placed_at", "pk"):
        credit_order(order, account=account, by=SYSTEM)
