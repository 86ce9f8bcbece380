from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from regulars.conversations.actions.reply import reply
from regulars.conversations.events import ConversationOpened
from regulars.conversations.models import Attachment, Conversation, Inbox
from regulars.conversations.models.named_status import Category
from regulars.conversations.recipients import channel_of, checked
from regulars.conversations.statuses import usual
from regulars.customers.actions.identify import identify
from regulars.customers.actor import Actor
from regulars.customers.models import Customer
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.team.models import Agent


@transaction.atomic
def begin(
    inbox: Inbox,
    *,
    by: Agent,
    recipients: dict[str, Any],
    subject: str,
    text: str = "",
    html: str = "",
    attachments: Sequence[Attachment] = (),
    customer: Customer | None = None,
    client_key: str = "",
    undo_seconds: int = 0,
) -> Conversation:
    """Write to somebody first. The conversation is with the first of `recipients["to"]`, unless a `customer` is named.

    The letter leaves after `undo_seconds`. The same `client_key` twice is one conversation, however near each other they come.
    Raises ValidationError naming the field: subject, text, to, cc, bcc, attachments.
    """
    people = checked(recipients)
    subject = one_line(storable(subject), limit=500)
    if not people["to"]:
        raise refusal("to", _("Name at least one recipient."), "missing")
    if not subject:
        raise refusal("subject", _("Say what it is about."), "missing")
    first = people["to"][0]
    channel = channel_of(people)
    customer = customer or identify("email", first["address"], name=first["name"], channel=channel)
    client_key = client_key and _of_this_letter(client_key, first["address"], subject, text, html)
    if client_key and (already := _begun_already(customer, client_key)):
        return already
    conversation = Conversation.objects.create(
        inbox=inbox, customer=customer, subject=subject, channel=channel, named_status=usual(Category.OPEN)
    )
    event = ConversationOpened(conversation=conversation.pk, inbox=inbox.pk, channel=channel)
    record(event, customer=customer, by=Actor.of(by))
    words = {"text": text, "html": html, "recipients": people, "attachments": attachments}
    reply(conversation, by=by, **words, client_key=client_key, undo_seconds=undo_seconds)
    return conversation


def _of_this_letter(client_key: str, *words: str) -> str:
    """A page that somebody went back to has its key still; another letter written on it is another one."""
    return sha256("\0".join((client_key, *words)).encode()).hexdigest()


def _begun_already(customer: Customer, client_key: str) -> Conversation | None:
    """Whoever has the same key in hand comes after us, and finds what we began."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [client_key])
    return Conversation.objects.filter(customer=customer, messages__client_key=client_key).first()
