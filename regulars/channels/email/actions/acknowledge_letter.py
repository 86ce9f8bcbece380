from __future__ import annotations

from django.db.models import Q

from regulars.channels.email.acknowledging import filled_in
from regulars.channels.email.by_machine import may_be_answered
from regulars.channels.email.models import Acknowledgement
from regulars.channels.email.outgoing import mailbox_of
from regulars.conversations.actions.acknowledge import acknowledge
from regulars.conversations.events import ConversationOpened
from regulars.conversations.expecting import expected_wait, wait_in_words, waiting_in
from regulars.conversations.models import Message
from regulars.conversations.promising import promised_words
from regulars.customers.models import Customer
from regulars.customers.timeline import listen, on_request
from regulars.lib.question import Question
from regulars.lib.texts import harmless

_wanted_in = Question(
    lambda inbox: Acknowledgement.objects.select_related("inbox").filter(
        Q(is_on=True) | Q(peak_above__isnull=False), inbox=inbox
    ),
    inbox=int,
)


@on_request
def acknowledge_letter(event: ConversationOpened, *, customer: Customer) -> None:
    """Tell a person who began a conversation that the letter has come, where the inbox wants that."""
    wanted = _wanted_in.first(inbox=event.inbox) if event.channel in ("email", "portal") else None
    if wanted is None or not (wanted.is_on or _is_rush(wanted)):
        return
    first = Message.objects.filter(
        conversation=event.conversation, position=1, kind=Message.Kind.IN, conversation__side_of=None
    ).first()
    if first is None or not may_be_answered(first):
        return
    mailbox = mailbox_of(first.conversation)
    facts = {
        "number": str(first.conversation_id),
        "subject": harmless(first.subject),
        "customer": harmless(first.author_name),
        "brand": mailbox.speaks_for.name,
        "promise": promised_words(first.conversation),
        "wait": wait_in_words(expected_wait(wanted.inbox)) if _is_rush(wanted) else "",
    }
    acknowledge(
        first,
        subject=filled_in(wanted.subject, facts),
        text=filled_in(wanted.text, facts),
        author=mailbox.speaks_for.name,
        channel="email",
    )


def listen_to_openings() -> None:
    """Look at every conversation that begins: some inbox wants to tell, always or in a rush. Most houses never do."""
    listen(acknowledge_letter, kinds=[ConversationOpened.kind])


def _is_rush(wanted: Acknowledgement) -> bool:
    return wanted.peak_above is not None and waiting_in(wanted.inbox, most=wanted.peak_above + 1) > wanted.peak_above
