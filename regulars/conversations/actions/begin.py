from collections.abc import Sequence
from typing import Any

from django.db import transaction
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
) -> Conversation:
    """Write to somebody first. The conversation is with the first of `recipients["to"]`, unless a `customer` is named.

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
    conversation = Conversation.objects.create(
        inbox=inbox, customer=customer, subject=subject, channel=channel, named_status=usual(Category.OPEN)
    )
    event = ConversationOpened(conversation=conversation.pk, inbox=inbox.pk, channel=channel)
    record(event, customer=customer, by=Actor.of(by))
    reply(conversation, by=by, text=text, html=html, recipients=people, attachments=attachments)
    return conversation
