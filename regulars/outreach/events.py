from __future__ import annotations

from dataclasses import dataclass

from regulars.customers.events import Event


@dataclass(frozen=True, kw_only=True)
class OutreachSent(Event):
    """We wrote to the customer of our own accord: word of their points, a question, news."""

    kind = "outreach.sent"
    says = "We wrote about: {name}"
    icon = "send"
    about = "sending"
    sending: int
    topic: str
    name: str  # what the topic is called
