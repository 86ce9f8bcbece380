from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from regulars.conversations.actions.receive import receive
from regulars.conversations.incoming import File, Incoming
from regulars.conversations.models import Conversation, Message
from regulars.portal.once import key_of, once
from regulars.portal.queries import Reader
from regulars.portal.saying import words


@transaction.atomic
def answer(
    conversation: Conversation, *, by: Reader, text: str, files: Sequence[File] = (), client_key: str = ""
) -> Message:
    """Write into a conversation of one's own. It comes in like a letter: it opens what was closed, and is answered by mail.

    The same words under the same key of a page are one message. Raises ValidationError("text").
    """
    text = words(text, needed=not files)
    key = key_of("answer", str(conversation.pk), str(by.proof.circle), client_key, text, files=files)
    incoming = Incoming(
        channel="portal",
        customer=by.customer,
        author_name=by.name,
        author_address=_address_here(conversation, by),
        subject=conversation.subject,
        text=text,
        visible_text=text,
        files=tuple(files),
        trust=Message.Trust.PASS,
        trust_detail="signed in by a code that was mailed to the address",
    )
    return once(key, lambda: receive(incoming, inbox=conversation.inbox, conversation=conversation))


def _address_here(conversation: Conversation, by: Reader) -> str:
    """The address of theirs that we know in this conversation: answers go on to it."""
    wrote = by.messages().filter(conversation=conversation, kind=Message.Kind.IN).order_by("-position").first()
    if wrote:
        return wrote.author_address
    sent = by.messages().filter(conversation=conversation, kind=Message.Kind.OUT).order_by("-position").first()
    named = {each["address"] for way in ("to", "cc") for each in sent.recipients.get(way, [])} if sent else set()
    return next((each for each in by.addresses if each in named), by.addresses[0])
