from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Min, QuerySet
from django.utils import timezone

from regulars.channels.chat.lines import add_line, locked
from regulars.channels.chat.models import Line, Visitor
from regulars.channels.email.outgoing import mailbox_of
from regulars.conversations.actions.hold import hold
from regulars.conversations.actions.learn_outcome import addresses_of
from regulars.conversations.actions.mark_failed import mark_failed
from regulars.conversations.actions.mark_sent import mark_sent
from regulars.conversations.leaving import ring, wrote_since
from regulars.conversations.models import Delivery, Message
from regulars.lib.drain import claim

TOGETHER = 4  # what one of them shows is seen when all are written down
MAIL_AFTER = timedelta(minutes=2)  # in which a visitor who is there reads it
NOT_HERE = "This chat is not part of the conversation."


def deliver() -> int:
    """Put answers that are due into the chats they are for, and let go by mail what was not read there. Returns how many."""
    return _into_chats() or _after_visitors()


def _into_chats() -> int:
    with claim(_due(), limit=TOGETHER) as deliveries:
        for delivery in deliveries:
            _deliver(delivery)
    return len(deliveries)


def _after_visitors() -> int:
    with claim(_unread(), limit=TOGETHER) as lines:
        for line in lines:
            _go_by_mail(line)
        if lines:
            ring("email")
    return len(lines)


def next_due() -> datetime | None:
    """When there is something to do without anybody saying so."""
    waiting = Delivery.objects.filter(channel="chat", state=Delivery.State.WAITING).aggregate(at=Min("due_at"))["at"]
    unread = Line.objects.filter(mail_at__isnull=False).aggregate(at=Min("mail_at"))["at"]
    return min(filter(None, (waiting, unread)), default=None)


def _due() -> QuerySet[Delivery]:
    due = Delivery.objects.filter(channel="chat", state=Delivery.State.WAITING, due_at__lte=timezone.now())
    return due.select_related("message__conversation__inbox", "message__agent").order_by("due_at", "pk")


def _deliver(delivery: Delivery) -> None:
    message = delivery.message
    if delivery.yields and wrote_since(message) is not None:
        return hold(delivery)
    there = _who_is_there(message)
    if there is None:
        return mark_failed(delivery, error=NOT_HERE, is_final=True)
    visitor = locked(there)
    goes_after = visitor.address and (visitor.is_proven or not message.is_automatic)
    # What no person wrote goes to no address that was only typed: anybody could have letters sent to anybody.
    add_line(visitor, message, mail_at=timezone.now() + MAIL_AFTER if goes_after else None)
    return mark_sent(delivery)


def _who_is_there(message: Message) -> int | None:
    """The visitor whom it is for: whose chat this conversation is already, or becomes with what we write first."""
    keys = [key for key in map(Visitor.key_in, addresses_of(message)) if key][:1]
    lines = Line.objects.filter(message__conversation=message.conversation_id)
    if (theirs := lines.filter(visitor__key__in=keys).first()) or lines.exists():
        return theirs and theirs.visitor_id
    customer = message.conversation.customer_id
    return Visitor.objects.filter(key__in=keys, customer=customer).values_list("pk", flat=True).first()


def _unread() -> QuerySet[Line]:
    unread = Line.objects.filter(mail_at__lte=timezone.now())
    return unread.select_related("visitor", "message__conversation__inbox").order_by("mail_at")


def _go_by_mail(line: Line) -> None:
    """The visitor has gone: the answer goes after them, and theirs to it comes back into the conversation."""
    line.mail_at = None
    line.save(update_fields=["mail_at"])
    message: Message = line.message
    if mailbox_of(message.conversation) is None:
        return
    to = [{"name": line.visitor.name, "address": line.visitor.address}]
    message.channel, message.recipients = "email", {"to": to, "cc": [], "bcc": []}
    message.save(update_fields=["channel", "recipients"])
    waiting = {"channel": "email", "state": Delivery.State.WAITING, "due_at": timezone.now(), "done_at": None}
    Delivery.objects.filter(message=message).update(**waiting)
