from regulars.conversations.events import ConversationEvent
from regulars.customers.models import Customer
from regulars.customers.timeline import on_request
from regulars.team.presence import rouse

FOLLOWS_FROM = (
    "conversation.opened", "conversation.reopened", "message.received", "message.written", "conversation.resolved",
    "conversation.assigned", "conversation.merged", "conversation.unmerged", "conversation.topic_set", "conversation.snoozed",
    "conversation.woken", "assistant.handed_over", "conversation.split", "conversation.unsplit",
)  # fmt: skip


@on_request
def wake(event: ConversationEvent, *, customer: Customer) -> None:
    """Rouse the queues: somebody waits, or somebody has room again. They look for themselves, outside this transaction."""
    rouse()
