from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from regulars.channels.email.directory import Directory
from regulars.channels.email.kinds.clues import DAEMON
from regulars.channels.email.letter import Kind
from regulars.channels.email.models import InboundLetter, RawLetter, Reason
from regulars.channels.email.models.thread_alias import remember_ids
from regulars.channels.email.reading import Read, incoming
from regulars.channels.email.reports import REPORTS, Report, Told, report_in
from regulars.channels.email.returned import as_bounce, is_from_nobody
from regulars.channels.email.senders import addresses_of
from regulars.channels.email.sent import LONGEST, delivery_named
from regulars.conversations.actions.learn_outcome import addresses_of as recipients_of
from regulars.conversations.actions.learn_outcome import learn_outcome
from regulars.conversations.actions.receive import receive
from regulars.conversations.models import Delivery, Outcome

State = InboundLetter.State
HANDING_OVER = timedelta(seconds=30)


def take_report(reading: Read, *, directory: Directory) -> bool:
    """Note what a bounce or a receipt says about a letter of ours, at exactly the recipients that it names.

    A failure is filed with the letter that failed; anything else becomes no message. A bounce of nothing that we sent is set
    aside, for it is a mail server's letter to nobody. What is no report, or only sounds like one, stays received.
    False: the letter it is about is being handed over at this moment, so it is read a little later.
    """
    row = reading.row
    if row.is_released or not (reading.letter.kind in REPORTS or is_from_nobody(row, reading.letter)):
        return True
    content = bytes(RawLetter.objects.values_list("content", flat=True).get(pk=row.raw_id))
    about = reading if reading.letter.kind in REPORTS else as_bounce(reading, content)
    return about is None or _take(about, content, directory)


def _take(reading: Read, content: bytes, directory: Directory) -> bool:
    row, report = reading.row, report_in(reading.letter, content)
    delivery = delivery_named(report.ids, content, addresses=addresses_of(reading.letter, row))
    if delivery is None:
        is_of_another_room = _learn_elsewhere(report, content, addresses_of(reading.letter, row))
        row.state, row.reason = (State.DONE, Reason.REPORT) if is_of_another_room else _stray(reading)
        return True
    # Whoever hands it over holds it, and will want its conversation, which this transaction may hold: we never wait for it.
    if not Delivery.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=delivery.pk):
        InboundLetter.objects.filter(pk=row.pk).update(due_at=timezone.now() + HANDING_OVER)
        return False
    row.conversation_id = delivery.message.conversation_id
    row.state, row.reason = State.DONE, Reason.REPORT
    if _note(delivery, report.told):
        _file(reading, delivery, directory)
    return True


def _learn_elsewhere(report: Report, content: bytes, addresses: list[str]) -> bool:
    """Letters that stand in no conversation are known to the room that sent them."""
    named = "\n".join((*addresses, *report.ids, content[:LONGEST].decode("utf-8", "replace")))
    return bool(import_string(settings.LEARN_RETURNED)(named, told=report.told))


def _note(delivery: Delivery, told: tuple[Told, ...]) -> bool:
    """Learn it; true when somebody was not reached, and that is news."""
    ours = recipients_of(delivery.message)
    named = [(each, next((address for address in each.addresses if address in ours), "")) for each in told]
    if told and len(ours) == 1 and not any(address for _, address in named):
        # It was sent on from there, and failed behind: true of our letter, but no proof against the address.
        learned = _learn(delivery, told[0], address=next(iter(ours)), is_hard=False)
        return learned and told[0].state == Outcome.State.FAILED
    learned = [
        (_learn(delivery, each, address=address, is_hard=each.is_hard), each) for each, address in named if address
    ]
    unknown = bool(told) and not learned and any(each.state == Outcome.State.FAILED for each in told)
    return unknown or any(is_news and each.state == Outcome.State.FAILED for is_news, each in learned)


def _learn(delivery: Delivery, told: Told, *, address: str, is_hard: bool) -> bool:
    return learn_outcome(
        delivery, address=address, state=told.state, status=told.status, reason=told.reason, is_hard=is_hard
    )


def _file(reading: Read, delivery: Delivery, directory: Directory) -> None:
    row, conversation = reading.row, delivery.message.conversation
    message = receive(
        incoming(reading, customer=None, directory=directory), inbox=conversation.inbox, conversation=conversation
    )
    remember_ids(conversation.pk, own=reading.letter.message_id)
    row.message_id, row.reason = message.pk, ""


def _stray(reading: Read) -> tuple[str, str]:
    """People too write of undelivered letters: only what comes from a mail server is kept from them."""
    letter = reading.letter
    if letter.kind == Kind.RECEIPT:
        return State.DONE, Reason.STRAY_REPORT
    is_from_a_server = (
        is_from_nobody(reading.row, letter)
        or DAEMON.match(letter.from_email)
        or "x-failed-recipients" in letter.headers
    )
    return (State.QUARANTINED, Reason.STRAY_BOUNCE) if is_from_a_server else (State.RECEIVED, "")
