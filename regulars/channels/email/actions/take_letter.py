from __future__ import annotations

from regulars.channels.email import canaries, forwarding, senders, threads, tokens
from regulars.channels.email.actions.take_report import take_report
from regulars.channels.email.ledger import Twins
from regulars.channels.email.models import InboundLetter, Mailbox, Reason
from regulars.channels.email.models.thread_alias import remember_ids
from regulars.channels.email.passing_on import passed_on_by_us
from regulars.channels.email.reading import Read, incoming
from regulars.channels.email.screens import House, screened
from regulars.channels.email.suggesting import maybe_of
from regulars.conversations.actions.pair import pair
from regulars.conversations.actions.receive import receive
from regulars.conversations.actions.suggest import suggest
from regulars.conversations.models import Conversation
from regulars.customers.actions.learn_absence import learn_absence

State = InboundLetter.State


def take_letter(reading: Read, *, house: House, earlier: Twins) -> None:
    """Put a letter where it belongs, or say why not. `earlier` are letters that came before, this one afterwards among them.

    The row is changed, not saved. Belongs into a transaction that holds the letter's names (see `threads.hold`).
    """
    row = reading.row
    row.inbox_id = row.inbox_id or (_some_inbox() if row.is_released else None)
    row.state, row.reason, row.detail = _verdict(reading, house, earlier.get((row.inbox_id, row.fingerprint)))
    if row.state == State.RECEIVED and not take_report(reading, directory=house.directory):
        return
    if row.state == State.RECEIVED:
        _receive(reading, house)
        _pair(row, earlier)
        is_unread = bool(reading.original) or row.is_withheld
        row.state = State.FAILED if is_unread else State.DONE
        row.reason = Reason.UNREADABLE if is_unread else Reason.OVERSIZE if row.original_size else ""
        earlier[row.inbox_id, row.fingerprint] = row


def _verdict(reading: Read, house: House, twin: InboundLetter | None) -> tuple[str, str, str]:
    """Where the letter goes, why, and what speaks for that; it stays received when nothing speaks against it."""
    row = reading.row
    if canaries.is_canary(reading.letter.message_id):
        canaries.note_home(reading.letter.message_id)
        return State.DONE, Reason.CANARY, ""
    if check := forwarding.check_named_in(reading.letter):
        forwarding.note_arrival(check, row)
        return State.DONE, Reason.CHECK, ""
    if row.inbox_id is None:
        return State.QUARANTINED, Reason.UNROUTABLE, ""
    if not row.is_released and forwarding.asks_for_forwarding(reading.letter, trust=reading.trust):
        return State.DONE, Reason.FORWARDING, ""
    if twin is not None:
        row.conversation_id, row.message_id = twin.conversation_id, twin.message_id
        return State.DONE, Reason.TWIN, ""
    if tokens.message_in(reading.letter.message_id, key=threads.signing_key()):
        return State.DONE, Reason.OURS, ""  # only we can make that id: it left from here, and must not answer itself
    if held := screened(reading, house):
        return State.QUARANTINED, held.reason, held.detail[:500]
    return State.RECEIVED, "", ""


def _some_inbox() -> int | None:
    """Where a letter goes that belongs to no mailbox any more and was let in all the same: to the oldest one that is open."""
    return Mailbox.objects.filter(is_active=True).order_by("pk").values_list("inbox_id", flat=True).first()


def _receive(reading: Read, house: House) -> None:
    passed_on = passed_on_by_us(reading, us=house.us)
    if passed_on:
        reading = passed_on.reading
    row, letter, author = reading.row, reading.letter, reading.author
    sender = "" if reading.trust == "fail" else author.email  # a name that was disproved takes part in nothing
    conversation = _opened_unread(row) or threads.conversation_of(
        letter,
        inbox_id=row.inbox_id,
        sender=sender,
        addresses=senders.addresses_of(letter, row),
        known=house.aliases,
    )
    message = receive(
        incoming(
            reading,
            customer=senders.customer_of(author),
            directory=house.directory,
            agent=passed_on.agent if passed_on else None,
        ),
        inbox=house.inbox(row.inbox_id),
        conversation=conversation,
    )
    if (
        conversation is None
        and not message.is_automatic
        and (maybe := maybe_of(letter, message.conversation, sender=sender))
    ):
        suggest(message.conversation, other=maybe.other, reason=maybe.reason)
    mentioned = () if reading.trust == "fail" else threads.ids_of(letter)  # nor does it draw others after itself
    remember_ids(message.home_id, own=letter.message_id, mentioned=mentioned)
    row.conversation_id, row.message_id = message.conversation_id, message.pk
    if letter.away_until and reading.trust != "fail":
        learn_absence(message.customer, until=letter.away_until)


def _pair(row: InboundLetter, earlier: Twins) -> None:
    """What went to another inbox of ours as well is answered there, too: each conversation says so."""
    for (inbox_id, fingerprint), copy in earlier.items():
        if fingerprint == row.fingerprint and inbox_id != row.inbox_id and copy.conversation_id:
            pair(Conversation(pk=row.conversation_id), other=copy.conversation_id)


def _opened_unread(row: InboundLetter) -> Conversation | None:
    """The conversation that was opened for this letter when it could not be read."""
    return Conversation.objects.filter(pk=row.conversation_id).first() if row.conversation_id else None
