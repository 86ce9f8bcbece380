from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from regulars.channels.email.directory import Directory
from regulars.conversations.actions.receive import receive
from regulars.conversations.actions.set_field import set_field
from regulars.conversations.actions.set_topic import set_topic
from regulars.conversations.incoming import File, Incoming
from regulars.conversations.models import Message, Topic
from regulars.customers.actions.identify import identify
from regulars.customers.actor import Actor
from regulars.customers.identities import normalise
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.portal.asking import answers_of
from regulars.portal.models import RequestForm
from regulars.portal.once import claimed, key_of, once
from regulars.portal.queries import Reader
from regulars.portal.saying import words

SIGNED_IN = "signed in by a code that was mailed to the address"
BY_FORM = "written into a form: nobody has shown that the address is theirs"


@transaction.atomic
def ask(
    form: RequestForm,
    *,
    by: Reader | None,
    address: str = "",
    name: str = "",
    subject: str,
    text: str,
    topic: Topic | None = None,
    values: Mapping[str, Any] | None = None,
    files: Sequence[File] = (),
    client_key: str = "",
    challenge: str = "",
) -> Message:
    """Begin a conversation by a form, as a letter does. Whoever is not signed in names an address, which proves nothing.

    The same words under the same key of a page are one request; a `challenge` that was solved serves for one alone.
    Raises ValidationError naming the field: address, subject, text, challenge.
    """
    text, subject, values = words(text), one_line(storable(subject), limit=200), values or {}
    address = by.addresses[0] if by else _checked(address)
    if not subject:
        raise refusal("subject", _("Say in a few words what it is about."), "missing")
    said = [str(form.pk), client_key, address, subject, text, str(topic and topic.pk), *answers_of(values)]

    def put() -> Message:
        if challenge and claimed(key_of("challenge", challenge)) is None:
            raise refusal("challenge", _("This page was sent before. Send it once more, please."), "spent")
        incoming = _incoming(by, address, name, subject, text, files)
        message = receive(incoming, inbox=form.inbox)
        actor = Actor.customer(incoming.customer)
        if topic:
            set_topic(message.conversation, topic=topic, by=actor)
        for key, value in values.items():
            set_field(message.conversation, field=key, value=value, by=actor)
        return message

    return once(key_of("ask", *said, files=files), put)


def _incoming(by: Reader | None, address: str, name: str, subject: str, text: str, files: Sequence[File]) -> Incoming:
    name = " ".join(storable(name).split())[:200]
    customer = by.customer if by else identify("email", address, name=name, channel="portal")
    return Incoming(
        channel="portal",
        customer=customer,
        author_name=by.name if by else name or address,
        author_address=address,
        subject=subject,
        text=text,
        visible_text=text,
        files=tuple(files),
        trust=Message.Trust.PASS if by else Message.Trust.NONE,
        trust_detail=SIGNED_IN if by else BY_FORM,
    )


def _checked(given: str) -> str:
    try:
        address = normalise("email", given[:1000])
    except ValidationError:
        raise refusal("address", _("Write your e-mail address, such as ada@example.com.")) from None
    if Directory.load().find(address):
        raise refusal("address", _("That is an address of ours. Write your own."))
    return address
