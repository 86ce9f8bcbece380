"""Whether a letter may be answered by one that nobody wrote."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from regulars.channels.email.automatic import is_silent, may_leave
from regulars.channels.email.directory import Directory
from regulars.channels.email.models import InboundLetter
from regulars.channels.email.outgoing import mailbox_of
from regulars.channels.email.parse_apart import parse_apart
from regulars.channels.email.returned import is_from_nobody
from regulars.conversations.models import Message
from regulars.conversations.suppressed import suppressed_among
from regulars.customers.consents import consents_of
from regulars.customers.models import Consent

TOO_LATE = timedelta(hours=6)  # whoever wrote so long ago does not wonder any more whether the letter has come


def may_be_answered(first: Message) -> bool:
    """Whether a machine may answer this one now, by mail. Asking counts: who asks and is let sends it."""
    if is_silent(first.author_address) or not _is_by_a_person(first):
        return False
    mailbox = mailbox_of(first.conversation)
    return mailbox is not None and may_leave(ours=mailbox.address, theirs=first.author_address)


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
    letter = row and parse_apart(bytes(row.raw.content))
    return letter is not None and letter.may_auto_respond and not is_from_nobody(row, letter)
