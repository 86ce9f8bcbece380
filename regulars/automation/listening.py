"""What the rules must be told of: events of other kinds cost them nothing."""

from django.core.exceptions import ValidationError

from regulars.automation.actions.consider import consider
from regulars.automation.actions.keep_time import keep_time
from regulars.automation.actions.reward_event import reward_event
from regulars.automation.models import Rule
from regulars.automation.triggers import Trigger, read_trigger
from regulars.customers.timeline import listen
from regulars.loyalty.occasions import PURCHASE


def listen_anew() -> None:
    """Be told of what the rules that are switched on answer, and of what begins and ends the waits they ask about."""
    of_house = Rule.objects.active().of_house()
    triggers = [trigger for rule in of_house if (trigger := _trigger(rule))]
    giving = [trigger for rule in Rule.objects.active().exclude(programme=None) if (trigger := _trigger(rule))]
    listen(reward_event, kinds={trigger.event.kind for trigger in giving} - {PURCHASE})
    listen(consider, kinds={trigger.event.kind for trigger in triggers})
    listen(keep_time, kinds={kind for trigger in triggers for kind in trigger.kinds_of_waits})


def _trigger(rule: Rule) -> Trigger | None:
    try:
        return read_trigger(rule.trigger)
    except ValidationError:  # this version knows no such event
        return None
