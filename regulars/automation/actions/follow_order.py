from regulars.automation.actions.credit_order import credit_order
from regulars.commerce.events import OrderEvent
from regulars.commerce.models import Order
from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer
from regulars.loyalty.queries import of_customer


def follow_order(event: OrderEvent, *, customer: Customer) -> None:
    """What happened to an order changes what its buyer has earned by it, in each programme."""
    order = Order.objects.filter(pk=event.order).first()
    for account in of_customer(customer.pk) if order else ():
        credit_order(order, account=account, by=SYSTEM)
