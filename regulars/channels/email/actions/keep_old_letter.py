from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from regulars.channels.email import senders, threads, tokens
from regulars.channels.email.directory import Directory
from regulars.channels.email.ledger import Twins
from regulars.channels.email.letter import Address
from regulars.channels.email.models import InboundLetter, Reason
from regulars.channels.email.models.thread_alias import remember_ids
from regulars.channels.email.reading import Read, incoming, plausible
from regulars.conversations.actions.keep_history import keep_history
from regulars.conversations.models import Inbox, Message
from regulars.customers.actions.identify import identify
from regulars.customers.identities import loose_email
from regulars.customers.models import Customer
from regulars.team.models import Agent

State = InboundLetter.State


def keep_old_letter(
    reading: Read, *, at: datetime | None, directory: Directory, earlier: Twins, us: Mapping[str, Agent]
) -> None:
    """File a letter of former times in its conversation. What our own addresses wrote becomes a message of ours.

    The row is changed, not saved; `at` is the date to take when the letter has none. `us` are our agents by address.
    """
    row, letter = reading.row, reading.letter
    row.state = State.DONE
    if twin := earlier.get((row.inbox_id, row.fingerprint)):
        row.conversation_id, row.message_id, row.reason = (
            twin.conversation_id,
            twin.message_id,
            Reason.TWIN,
        )
        return
    if known := _sent_from_here(letter.message_id):
        row.conversation_id, row.message_id, row.reason = known.conversation_id, known.pk, Reason.SENT_FROM_HERE
        return
    agent = us.get(reading.author.email)
    is_ours = agent is not None or directory.find(reading.author.email) is not None
    customer = _first_outsider(reading, directory, us) if is_ours else _customer(reading.author)
    if customer is None:
        row.reason = Reason.AMONG_US
        return
    message = keep_history(
        incoming(reading, customer=customer, directory=directory),
        at=plausible(letter.date) or plausible(at) or timezone.now(),
        inbox=Inbox(pk=row.inbox_id),
        conversation=threads.conversation_of(
            letter, inbox_id=row.inbox_id, sender=reading.author.email, addresses=senders.addresses_of(letter, row)
        ),
        is_ours=is_ours,
        agent=agent,
    )
    remember_ids(message.conversation_id, own=letter.message_id, mentioned=threads.ids_of(letter))
    row.conversation_id, row.message_id = message.conversation_id, message.pk
    earlier[row.inbox_id, row.fingerprint] = row


def _sent_from_here(message_id: str) -> Message | None:
    signed = tokens.message_in(message_id, key=threads.signing_key())
    return Message.objects.filter(pk=signed[1]).first() if signed else None


def _customer(author: Address) -> Customer:
    if author.email:
        return identify("email", author.email, name=author.name, channel="email", is_told=False)
    return Customer.objects.create(name=author.name[:200])


def _first_outsider(reading: Read, directory: Directory, us: Mapping[str, Agent]) -> Customer | None:
    """With whom we spoke when we wrote this."""
    for person in (*reading.letter.to, *reading.letter.cc, *reading.letter.bcc):
        if "@" in person.email and not directory.find(person.email) and loose_email(person.email) not in us:
            return _customer(Address(person.name, loose_email(person.email)))
    return None
