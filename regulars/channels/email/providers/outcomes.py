"""What a provider tells of a letter of ours, at one recipient."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType

from regulars.channels.email.providers.protocols import PROTOCOLS
from regulars.channels.email.reports import Told
from regulars.channels.email.sent import delivery_named
from regulars.conversations.models import Delivery, Outcome
from regulars.conversations.why import FULL, why
from regulars.customers.identities import loose_email

State = Outcome.State
STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")  # RFC 3463
# What was opened or clicked is not told: machines open letters, too.
STATES = {
    EventType.DELIVERED: State.DELIVERED,
    EventType.DEFERRED: State.DELAYED,
    EventType.BOUNCED: State.FAILED,
    EventType.REJECTED: State.FAILED,
    EventType.FAILED: State.FAILED,
    EventType.COMPLAINED: State.DELIVERED,
}
COMPLAINT = "They told their provider that they do not want letters like ours."


def told_by(event: AnymailTrackingEvent, *, kind: str) -> Told | None:
    """The outcome; None when the event says nothing about arriving, or not at whom."""
    state, address = STATES.get(event.event_type), loose_email(event.recipient or "")
    if state is None or not address or _is_about_several(event):
        return None
    if event.event_type == EventType.COMPLAINED:
        return Told((address,), state, reason=COMPLAINT, is_hard=True)
    reason = " ".join(str(event.mta_response or event.description or event.reject_reason or "").split())
    status = found[1] if (found := STATUS.search(reason)) else ""
    is_hard = state == State.FAILED and _says_hard(event.esp_event, kind) and not status.startswith("4")
    return Told((address,), state, status, reason[:1000], is_hard and why(status, reason) is not FULL)


def delivery_of(event: AnymailTrackingEvent) -> Delivery | None:
    """The delivery it is about: by the id that the provider gave, or by our own Message-ID where that stands in the event."""
    ids = [str(event.message_id)] if event.message_id else []
    return delivery_named(ids, json.dumps(_plain(event.esp_event), default=str, ensure_ascii=False).encode())


def _says_hard(told: Any, kind: str) -> bool:
    return any(_at(told, path) in words for path, words in PROTOCOLS[kind].is_hard.items())


def _at(told: Any, path: str) -> object:
    for name in path.split("."):
        told = told.get(name) if isinstance(told, Mapping) else None
    return told if isinstance(told, (str, bool)) else None


def _plain(told: Any) -> object:
    return dict(told.items()) if isinstance(told, Mapping) else told


def _is_about_several(event: AnymailTrackingEvent) -> bool:
    """Resend names all the recipients, and not the one it means."""
    named = _plain(event.esp_event).get("data") if isinstance(event.esp_event, Mapping) else None
    people = named.get("to") if isinstance(named, Mapping) else None
    return isinstance(people, list) and len(people) > 1
