from regulars.automation import rulebook
from regulars.customers.actor import SYSTEM
from regulars.customers.events import Event
from regulars.customers.models import Customer
from regulars.customers.timeline import cause, on_request
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.models import Account
from regulars.loyalty.occasions import Occasion
from regulars.loyalty.queries import of_customer


@on_request
def reward_event(event: Event, *, customer: Customer) -> None:
    """Points for what happened, in each programme of the customer that has a rule for it. Harmless twice."""
    occasion = Occasion(event.kind, event.facts, cause() or 0)
    for account in of_customer(customer.pk):
        rules = rulebook.current().giving(account.programme_id, event.kind)
        if rules and account.status == Account.Status.ACTIVE:
            earn(account, occasion=occasion, key=f"event:{occasion.event}", by=SYSTEM)
