from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.actions.reply import reply
from regulars.conversations.adding import locked
from regulars.conversations.asides import copied, quoted
from regulars.conversations.events import AsideBegun, ConversationOpened
from regulars.conversations.models import Attachment, Conversation
from regulars.conversations.recipients import checked
from regulars.conversations.recounting import count_ties
from regulars.conversations.typed_people import people_written
from regulars.customers.actions.identify import identify
from regulars.customers.actor import Actor, By, agent_of
from regulars.customers.models import Customer
from regulars.customers.timeline import record
from regulars.lib.inserting import insert
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable


@transaction.atomic
def begin_aside(
    conversation: Conversation,
    *,
    to: str,
    subject: str,
    text: str,
    quotes: Iterable[int] = (),
    files: Iterable[int] = (),
    attachments: Iterable[Attachment] = (),
    client_key: str = "",
    by: By,
) -> Conversation:
    """Ask somebody else about a conversation, by mail from its inbox; what they answer stands beside it, and makes it unread.

    They read what is written here, the messages of it that `quotes` names, and its `files`; never more, and their answers
    never reach the customer. The same `client_key` twice is one question. Raises ValidationError("to", "subject", "text", "quotes", "files").
    """
    parent = locked(conversation)
    if parent.side_of_id:
        raise refusal("to", _("Ask them from the conversation that this is about."))
    if client_key and (already := parent.sides.filter(messages__client_key=client_key).first()):
        return already
    people = checked({"to": people_written(to)})["to"]
    subject = one_line(storable(subject), limit=500)
    if not people or not subject or not text.strip():
        missing = "to" if not people else "subject" if not subject else "text"
        raise refusal(missing, _("Say whom you ask, about what, and what."), "missing")
    for person in people:
        _refuse_if_known(parent, person["address"])
    body = text.strip() + quoted(parent, quotes)
    sent = [*attachments, *copied(parent, files, by=by)]
    third = identify("email", people[0]["address"], name=people[0]["name"], channel="email")
    side = _begun(parent, third, subject, by)
    reply(side, by=by, text=body, recipients={"to": people}, attachments=sent, client_key=client_key)
    count_ties(parent)
    event = AsideBegun(conversation=parent.pk, inbox=parent.inbox_id, side=side.pk)
    record(event, customer=parent.customer_id, by=Actor.of(by))
    return side


def _refuse_if_known(parent: Conversation, address: str) -> None:
    """Whoever is part of the conversation would read in another one what is said about them."""
    if (
        parent.participants.filter(address=address).exists()
        or parent.customer.identities.filter(kind="email", value=address).exists()
    ):
        raise refusal("to", _("%s takes part in this conversation: answer them there.") % address, "takes_part")


def _begun(parent: Conversation, third: Customer, subject: str, by: By) -> Conversation:
    shared = {"inbox": parent.inbox, "side_of": parent, "channel": "email", "team_id": parent.team_id}
    side = Conversation(customer=third, subject=subject, assignee=agent_of(by) or parent.assignee, **shared)
    insert(side)
    opened = ConversationOpened(conversation=side.pk, inbox=side.inbox_id, channel="email")
    record(opened, customer=third, by=Actor.of(by))
    return side
