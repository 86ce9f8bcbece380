from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from regulars.answers.suiting import centre_for
from regulars.assistant.acting import PERSON, SOLVED, language_for, ring
from regulars.assistant.actions.hand_over import hand_over
from regulars.assistant.actions.settle import settle
from regulars.assistant.helping import words_of
from regulars.assistant.models import Answer, Duty, Provider, Task
from regulars.assistant.models.answer import RECORDS
from regulars.conversations.events import MessageReceived
from regulars.conversations.language import language_of
from regulars.conversations.models import Conversation, Message
from regulars.customers.models import Customer
from regulars.customers.timeline import follows_if, on_request
from regulars.lib.question import Question

MOST = 3  # answers to one conversation, before a person looks
MOST_OWN = 20  # of what is the customer's own, with each step to it

_duty = Question(lambda inbox: Duty.objects.filter(inbox=inbox, task=Task.ANSWER, way=Duty.Way.ITSELF), inbox=int)


@on_request
@follows_if(lambda event: not event.is_automatic)
def consider_question(event: MessageReceived, *, customer: Customer) -> None:
    """Answer what a customer asks where the inbox says so, or do as they chose beside the last answer."""
    duty = _duty.first(inbox=event.inbox)
    if duty is None or event.channel not in duty.channels or Provider.current().is_stopped:
        return
    message = Message.objects.select_related("conversation__inbox", "conversation__customer").get(pk=event.message)
    conversation = message.conversation
    if not conversation.is_with_assistant and (
        event.channel == "chat" or message.position > 1 or conversation.assignee_id
    ):
        return
    if message.chosen == SOLVED:
        settle(conversation, is_confirmed=True)
    elif message.chosen == PERSON:
        hand_over(conversation, because=Answer.Because.ASKED, asked=message)
    else:
        _ask(message, conversation)


def _is_enough(before: QuerySet[Answer]) -> bool:
    made_by = list(before.filter(outcome=Answer.Outcome.OPEN).values_list("made_by", flat=True))
    own = made_by.count(RECORDS)
    return len(made_by) - own >= MOST or own >= MOST_OWN


def _ask(message: Message, conversation: Conversation) -> None:
    centre = centre_for(conversation)
    words, is_chat = words_of(message), message.channel == "chat"
    if not is_chat:
        words = f"{message.subject}\n{words}".strip()
    before = Answer.objects.filter(conversation=conversation, inbox=conversation.inbox_id).exclude(text="")
    if centre is None or not words or (is_chat and _is_enough(before)):
        because = Answer.Because.AGAIN if words and centre else Answer.Because.NO_WORDS
        return hand_over(conversation, because=because, asked=message)
    Answer.objects.get_or_create(
        asked=message,
        defaults={
            "conversation": conversation,
            "customer_id": message.customer_id or conversation.customer_id,  # conversations are merged
            "inbox": conversation.inbox,
            "centre": centre,
            "channel": message.channel,
            "question": words[:4000],
            "language": language_for(conversation, centre, language_of(words)),
            "outcome": Answer.Outcome.MAKING,
            "due_at": timezone.now(),
        },
    )
    return ring()
