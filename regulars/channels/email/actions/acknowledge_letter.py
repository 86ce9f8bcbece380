from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from regulars.channels.email.acknowledging import filled_in
from regulars.channels.email.automatic import is_silent, may_leave
from regulars.channels.email.directory import Directory
from regulars.channels.email.models import Acknowledgement, InboundLetter
from regulars.channels.email.outgoing import mailbox_of
from regulars.channels.email.parse_apart import parse_apart
from regulars.conversations.actions.acknowledge import acknowledge
from regulars.conversations.events import ConversationOpened
from regulars.conversations.expecting import expected_wait, wait_in_words, waiting_in
from regulars.conversations.models import Message
from regulars.conversations.promising import promised_words
from regulars.conversations.suppressed import suppressed_among
from regulars.customers.consents import consents_of
from regulars.customers.models import Consent, Customer
from regulars.lib.question import Question
from regulars.lib.texts import harmless

TOO_LATE = timedelta(hours=6)  # whoever wrote so long ago does not wonder any more whether the letter has come

_wanted_in = Question(
    lambda inbox: Acknowledgement.objects.select_related("inbox").filter(Q(is_on=True) | Q(peak_above__isnull=False), inbox=inbox), inbox=int
)


def acknowledge_letter(event: ConversationOpened, *, customer: Customer) -> None:
    """Tell a person who began a conversation that the letter has come, where the inbox wants that."""
    wanted = _wanted_in.first(inbox=event.inbox) if event.channel in ("email", "portal") else None
    if wanted is None or not (wanted.is_on or _is_rush(wanted)):
        return
    first = Message.objects.filter(conversation=event.conversation, position=1, kind=Message.Kind.IN, conversation__side_of=None).first()
    if first is None or is_silent(first.author_address) or not _is_by_a_person(first):
        return
    mailbox = mailbox_of(first.conversation)
    if mailbox is None or not may_leave(ours=mailbox.address, theirs=first.author_address):
        return
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


def _is_rush(wanted: Acknowledgement) -> bool:
    return wanted.peak_above is not None and waiting_in(wanted.inbox, most=wanted.peak_above + 1) > wanted.peak_above


def _is_by_a_person(first: Message) -> bool:
    """Who may be answered by a machine: not one, not somebody's borrowed name, nobody who cannot get it, or wants none."""
    said = consents_of(first.customer_id).get(("email", "receipts")) if first.customer_id else None
    if said is not None and said.state == Consent.State.WITHDRAWN:
        return False
    if first.is_automatic or first.trust == Message.Trust.FAIL or first.created_at < timezone.now() - TOO_LATE:
        return False
    if Directory.load().find(first.author_address) or suppressed_among([first.author_address]):
        return False
    if first.channel != "email":  # typed by hand, into a form of ours
        return True
    row = InboundLetter.objects.select_related("raw").filter(message_id=first.pk).order_by("pk").first()
    return row is not None and row.envelope_from != "<>" and parse_apart(bytes(row.raw.content)).may_auto_respond
