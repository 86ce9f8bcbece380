"""A letter as a provider carries it to us: its bytes, or what the provider has made of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from anymail.webhooks.base import AnymailCoreWebhookView
from django.http import HttpRequest

from regulars.channels.email.providers.rebuilding import rebuilt
from regulars.channels.email.providers.replaying import replay


@dataclass(frozen=True, slots=True)
class Carried:
    """A letter and its envelope. `is_rebuilt`: the provider gave no bytes, and these are made from what it told."""

    content: bytes
    sender: str = ""
    recipients: tuple[str, ...] = ()
    is_rebuilt: bool = False


def letters_in(view: AnymailCoreWebhookView, request: HttpRequest) -> list[Carried]:
    """The letters of a call; where the view finds no bytes, they are rebuilt from what anymail has understood."""
    found = [each for each in view.parse_events(request) if each is not None]
    return [each if isinstance(each, Carried) else _rebuilt(each.message) for each in found]


def raw(content: bytes | str, *, sender: object = "", recipients: Iterable[object] = ()) -> Carried:
    """The letter itself. Text was UTF-8 before JSON took it. Raises ValueError when there is none."""
    octets = content.encode("utf-8", "replace") if isinstance(content, str) else content
    if not octets.strip():
        raise ValueError("The letter is empty.")
    return Carried(octets, _word(sender), tuple(filter(None, map(_word, recipients))))


def form_bytes(request: HttpRequest, name: str) -> bytes:
    """A field of a form as its bytes: letters are not always UTF-8, even where forms should be."""
    again = replay(request.body, request.headers)
    again.encoding = "latin-1"
    return again.POST[name].encode("latin-1")


def json_in(request: HttpRequest) -> object:
    return json.loads(request.body.decode("utf-8"))


def _rebuilt(message: object) -> Carried:
    sender, recipient = _word(message.envelope_sender), _word(message.envelope_recipient)
    return Carried(rebuilt(message), sender, (recipient,) if recipient else (), is_rebuilt=True)


def _word(given: object) -> str:
    return given.strip().strip("<>") if isinstance(given, str) else ""
