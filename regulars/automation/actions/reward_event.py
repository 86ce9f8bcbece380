from datetime import datetime

from django.utils import timezone

from regulars.automation import rulebook
from regulars.automation.occasions import key_of
from regulars.customers.actor import SYSTEM
from regulars.customers.events import Event
from regulars.customers.models import Customer, TimelineEvent
from regulars.customers.timeline import cause, on_request
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.models import Account, Operation
from regulars.loyalty.occasions import Occasion, reckoned
from regulars.loyalty.queries import of_customer


@on_request
def reward_event(event: Event, *, customer: Customer) -> None:
    """Points for what happened, in each programme of the customer that has a rule for it. Harmless twice."""
    occasion = Occasion(event.kind, event.facts, cause() or 0)
    for account in of_customer(customer.pk):
        if rulebook.current().giving(account.programme_id, event.kind):
            _reward(event, occasion, account)


def _reward(event: Event, occasion: Occasion, account: Account) -> None:
    at = _happened_at(occasion, account)
    key = key_of(event, occasion, account=account, at=at)
    done = Operation.objects.filter(programme=account.programme_id, kind=Operation.Kind.EARN, key=key)
    if key is None or account.status != Account.Status.ACTIVE or done.exists():
        return
    given, _how = reckoned(occasion, account=account, at=at, is_kept=False)
    if given.points or given.qualifying:
        earn(account, occasion=occasion, key=key, at=at, by=SYSTEM)


def _happened_at(occasion: Occasion, account: Account) -> datetime:
    """As it stands on the timeline, for whoever was a member then. The clock of a visitor's own browser counts for nothing."""
    now, told = timezone.now(), None
    if occasion.is_ours:
        told = TimelineEvent.objects.filter(pk=occasion.event).values_list("at", flat=True).first()
    return min(now, max(told or now, account.joined_at))
