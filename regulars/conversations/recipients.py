"""Whom an answer goes to: derived from the message it answers, and from nothing else."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regulars.conversations.incoming import Recipient, Recipients
from regulars.conversations.models import Conversation, Message
from regulars.customers import identities
from regulars.customers.models import Customer
from regulars.lib.refusal import refusal

WAYS = ("to", "cc", "bcc")
ELSEWHERE = ".invalid"  # RFC 2606: no letter gets there. `ada-7@chat.invalid` is whom the channel "chat" reaches.


def answered_by(conversation: Conversation, *, newest: Message | None = None) -> Recipients:
    """Reply-all to the newest message from outside: its author (or where they ask answers to go) and its other recipients.

    Rather to one by a person than to an automatic one, and never to what a mail server reported. Who has that message at
    hand may give it.
    """
    if newest is None:
        answerable = conversation.messages.filter(kind=Message.Kind.IN, customer__isnull=False)
        newest = answerable.order_by("is_automatic", "-position").first()
    if newest is None:
        return _as_last_sent(conversation)
    author: Recipient = {"name": newest.author_name, "address": newest.author_address}
    to = _outsiders(newest.recipients.get("reply_to", [])) or [author]
    named = {person["address"] for person in to}
    copied = [
        person
        for way in ("to", "cc")
        for person in _outsiders(newest.recipients.get(way, []))
        if person["address"] not in named and person["address"] != newest.author_address
    ]
    return {"to": [person for person in to if person["address"]], "cc": _once(copied), "bcc": []}


def channel_of(recipients: Recipients) -> str:
    """How these people are reached: by mail, unless their address names another channel. Raises ValidationError("to")."""
    domains = {person["address"].rpartition("@")[2] for way in WAYS for person in recipients.get(way, [])}
    channels = {each.removesuffix(ELSEWHERE) if each.endswith(ELSEWHERE) else "email" for each in domains}
    if len(channels) > 1:
        raise refusal("to", _("Nobody else can read a chat: take the other addresses away, or write a mail to them."))
    return next(iter(channels), "email")


def checked(recipients: dict[str, Any]) -> Recipients:
    """What somebody asked to send to, in our form. Raises ValidationError naming the way and the address."""
    return {way: _once([_checked(way, person) for person in recipients.get(way) or []]) for way in WAYS}


def _as_last_sent(conversation: Conversation) -> Recipients:
    ours = conversation.messages.filter(kind=Message.Kind.OUT, is_automatic=False).order_by("-position").first()
    if ours is None:
        return {"to": _address_of(conversation.customer), "cc": [], "bcc": []}
    return {way: ours.recipients.get(way, []) for way in WAYS}


def _address_of(customer: Customer) -> list[Recipient]:
    """Where they are written to when nothing has been said here yet."""
    known = customer.identities.filter(kind="email").order_by("-is_primary", "pk").first()
    return [{"name": customer.name, "address": known.value}] if known else []


def _outsiders(people: list[Recipient]) -> list[Recipient]:
    return [
        {"name": person.get("name", ""), "address": person["address"]}
        for person in people
        if person.get("address") and not person.get("is_ours")
    ]


def _once(people: list[Recipient]) -> list[Recipient]:
    return list({person["address"]: person for person in people}.values())


def _checked(way: str, person: Any) -> Recipient:
    name, address = (
        (person.get("name") or "", person.get("address") or "") if isinstance(person, dict) else ("", str(person))
    )
    try:
        return {"name": " ".join(str(name).split())[:200], "address": identities.email(str(address))}
    except ValidationError:
        raise refusal(way, _("“%s” is no e-mail address.") % address) from None
