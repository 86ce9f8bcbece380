from django.utils import timezone

from regulars.automation import rulebook
from regulars.automation.occasions import key_of
from regulars.customers.actor import SYSTEM
from regulars.customers.events import Event
from regulars.customers.models import Customer
from regulars.customers.timeline import cause, on_request
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.models import Account, Operation
from regulars.loyalty.occasions import Occasion, reckoned
from regulars.loyalty.queries import of_customer


@on_request
def reward_event(event: Event, *, customer: Customer) -> None:
    """Points for what happened, in each programme of the customer that has a rule for it. Harmless twice."""
    occasion, now = Occasion(event.kind, event.facts, cause() or 0), timezone.now()
    for account in of_customer(customer.pk):
        rules = rulebook.current().giving(account.programme_id, event.kind)
        key = key_of(event, occasion, account=account, at=now) if rules else None
        done = Operation.objects.filter(programme=account.programme_id, kind=Operation.Kind.EARN, key=key)
        if key is None or account.status != Account.Status.ACTIVE or done.exists():
            continue
        given, _how = reckoned(occasion, account=account, at=now, is_kept=False)
        if given.points or given.qualifying:
            earn(account, occasion=occasion, key=key, at=now, by=SYSTEM)
