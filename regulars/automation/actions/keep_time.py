from regulars.automation import rulebook
from regulars.automation.timers import set_timers
from regulars.conversations.events import ConversationEvent
from regulars.conversations.models import Conversation
from regulars.customers.models import Customer
from regulars.customers.timeline import cause, on_request


@on_request
def keep_time(event: ConversationEvent, *, customer: Customer) -> None:
    """Set, move and end the timers of the conversation, for the waits that this may have begun or ended."""
    rules = [each for each in rulebook.current().timed if event.kind in each.trigger.kinds_of_waits]
    if rules:
        set_timers(Conversation.objects.filter(pk=event.conversation), rules, because=cause())
