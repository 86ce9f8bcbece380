from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from regulars.channels.email.models import Mailbox
from regulars.channels.email.pace import Paces
from regulars.channels.email.postman import Refusal, hand_over, server_of
from regulars.channels.email.speaking import mailbox_of_brand
from regulars.customers.actor import SYSTEM
from regulars.customers.timeline import record
from regulars.lib.drain import claim
from regulars.lib.texts import storable
from regulars.outreach.events import OutreachSent
from regulars.outreach.gates import address_of
from regulars.outreach.judging import judge
from regulars.outreach.letters import letter_of
from regulars.outreach.models import Sending
from regulars.outreach.topics import named

log = logging.getLogger(__name__)
State, Why = Sending.State, Sending.Why
GIVEN_UP = timedelta(minutes=10)  # no mail server needs so long: whoever had it in hand has died
LOOKED_FOR = timedelta(hours=1)
AGAIN_AFTER = timedelta(minutes=2)  # and twice as long each time


def release() -> int:
    """Let the next letter leave that is due, if all gates still let it. Returns how many were looked at: 0 when none is due.

    It is written down as leaving before the mail server is asked. A worker that dies in between leaves a letter of which nobody
    knows whether it has left, and which is not sent again: one too few of these does less harm than one too many.
    """
    with claim(_due()) as sendings:
        leaving = [(each, mailbox) for each in sendings if (mailbox := _cleared(each, timezone.now()))]
    for sending, mailbox in leaving:
        _hand_over(sending, mailbox)
    return len(sendings)


def next_due() -> datetime | None:
    """When the next letter may leave."""
    return _open().order_by("due_at").values_list("due_at", flat=True).first()


def _open() -> QuerySet[Sending]:
    return Sending.objects.filter(state__in=[State.WAITING, State.LEAVING])


def _due() -> QuerySet[Sending]:
    return _open().filter(due_at__lte=timezone.now()).order_by("due_at", "pk")


def _cleared(sending: Sending, now: datetime) -> Mailbox | None:
    """The mailbox that it leaves by now; None when it does not leave."""
    mailbox = None
    if sending.state == State.LEAVING:
        sending.state, sending.why, sending.due_at = State.FAILED, Why.UNKNOWN, None
    elif judge(sending, now=now):
        mailbox = _leaves(sending, now)
    sending.save()
    return mailbox


def _leaves(sending: Sending, now: datetime) -> Mailbox | None:
    mailbox = mailbox_of_brand(sending.brand)
    if mailbox is None:  # whoever sets the house up may add one in time
        sending.why, sending.due_at = Why.NO_MAILBOX, now + LOOKED_FOR
        if sending.due_at > sending.until:
            sending.state, sending.due_at = State.FAILED, None
        return None
    if free_at := Paces([mailbox]).free_at(mailbox):
        sending.due_at = free_at
        return None
    sending.address = sending.address or address_of(sending.customer)
    sending.state, sending.left_at, sending.due_at = State.LEAVING, now, now + GIVEN_UP
    sending.attempts += 1
    return mailbox


def _hand_over(sending: Sending, mailbox: Mailbox) -> None:
    try:
        letter = letter_of(sending, mailbox)
    except Exception as error:  # nobody has heard of it yet: it is tried again
        log.exception("Letter %s could not be written", sending.pk)
        return _refused(sending, Refusal(f"{type(error).__name__}: {error}"))
    try:
        hand_over(letter, server=server_of(mailbox))
    except Refusal as refused:
        return _refused(sending, refused)
    except Exception as error:  # whatever it was, the others leave
        log.exception("Letter %s could not be sent", sending.pk)
        _end(sending, state=State.FAILED, why=Why.UNKNOWN, error=f"{type(error).__name__}: {error}")
        return None
    return _sent(sending)


def _refused(sending: Sending, refused: Refusal) -> None:
    again_at = timezone.now() + AGAIN_AFTER * 2 ** min(sending.attempts - 1, 10)
    is_over = refused.is_final or again_at > sending.until
    if is_over:
        _end(sending, state=State.FAILED, why=Why.REFUSED, error=str(refused), left_at=None)
    else:
        _end(sending, state=State.WAITING, due_at=again_at, error=str(refused), left_at=None)


@transaction.atomic
def _sent(sending: Sending) -> None:
    if _end(sending, state=State.SENT):
        name = named([sending.topic])[sending.topic]
        current = Sending.objects.select_related("customer").get(pk=sending.pk)  # two may have become one meanwhile
        record(OutreachSent(sending=sending.pk, topic=sending.topic, name=name), customer=current.customer, by=SYSTEM)


def _end(sending: Sending, *, error: str = "", due_at: datetime | None = None, **facts: object) -> int:
    """Of a customer who was erased meanwhile there is nothing to write down."""
    still = Sending.objects.filter(pk=sending.pk, state=State.LEAVING)
    return still.update(due_at=due_at, error=storable(error)[:1000], **facts)
