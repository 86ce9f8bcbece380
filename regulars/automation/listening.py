"""What the rules must be told of: events of other kinds cost them nothing."""

from django.core.exceptions import ValidationError

from regulars.automation.actions.consider import consider
from regulars.automation.actions.keep_time import keep_time
from regulars.automation.models import Rule
from regulars.automation.triggers import Trigger, read_trigger
from regulars.customers.timeline import listen


def listen_anew() -> None:
    """Be told of what the rules that are switched on answer, and of what begins and ends the waits they ask about."""
    triggers = [trigger for rule in Rule.objects.active() if (trigger := _trigger(rule))]
    listen(consider, kinds={trigger.event.kind for trigger in triggers})
    listen(keep_time, kinds={kind for trigger in triggers for kind in trigger.kinds_of_waits})


def _trigger(rule: Rule) -> Trigger | None:
    try:
        return read_trigger(rule.trigger)
    except ValidationError:  # this version knows no such event
        return None
