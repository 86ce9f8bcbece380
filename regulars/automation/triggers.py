"""What a rule waits for: something that happens, or that a conversation has waited for so long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from regulars.automation.events import ConversationWaited, RuleFired
from regulars.automation.waits import WAITS, Wait
from regulars.customers.events import CATALOGUE, Event
from regulars.lib.refusal import refusal
from regulars.lib.spans import said_span, span

SHORTEST = timedelta(minutes=1)
OWN = (ConversationWaited, RuleFired)  # what rules are told by themselves
COUNTED = ("calendar", "hours")  # how time is counted: always, or while the team is there


@dataclass(frozen=True)
class Trigger:
    """`{"event": "message.received"}`, or `{"alarm": "waiting for us", "after": "30 minutes", "in": "hours", "past": true}`."""

    event: type[Event]
    wait: str = ""
    after: timedelta = timedelta()
    in_hours: bool = False
    past: bool = False  # also what was due before the rule was made

    @property
    def is_timed(self) -> bool:
        return bool(self.wait)

    @property
    def the_wait(self) -> Wait:
        return WAITS[self.wait]

    @property
    def kinds_of_waits(self) -> frozenset[str]:
        """The kinds of events that set, move or end its timers."""
        if not self.is_timed:
            return frozenset()
        return self.the_wait.kinds | (
            {"conversation.assigned"} if self.in_hours else set()
        )  # another team, other hours

    @property
    def is_about_a_conversation(self) -> bool:
        return self.event.about == "conversation"

    @property
    def things(self) -> frozenset[str]:
        """What the steps may be done to."""
        if not self.is_about_a_conversation:
            return frozenset({"customer"})
        is_ours = self.event.kind.startswith("message.") and self.event.kind != "message.received"
        return frozenset({"conversation", "customer"} | ({"message"} if is_ours else set()))

    def __str__(self) -> str:
        if not self.is_timed:
            return self.event.label()
        counted = _("{wait} for {length} of working time") if self.in_hours else _("{wait} for {length}")
        return counted.format(wait=self.the_wait.label, length=said_span(self.after))


def read_trigger(given: Any) -> Trigger:
    """The trigger that is meant. Raises ValidationError: "trigger", "trigger.event", "trigger.alarm", "trigger.after", "trigger.in"."""
    if isinstance(given, dict) and "event" in given and len(given) == 1:
        return Trigger(_event(given["event"]))
    if not isinstance(given, dict) or "alarm" not in given or set(given) - {"alarm", "after", "in", "past"}:
        raise refusal("trigger", _("Say {“event”: …}, or {“alarm”: …, “after”: …, “in”: …}."))
    if not isinstance(given["alarm"], str) or given["alarm"] not in WAITS:
        raise refusal("trigger.alarm", _unknown(given["alarm"], [*WAITS]), "unknown")
    if given.get("in", "calendar") not in COUNTED:
        raise refusal("trigger.in", _("Choose one of: %s.") % ", ".join(COUNTED))
    if not isinstance(given.get("past", False), bool):
        raise refusal("trigger.past", _("Choose true or false."))
    in_hours, past = given.get("in") == "hours", given.get("past", False)
    return Trigger(ConversationWaited, given["alarm"], _length(given.get("after")), in_hours, past)


def offered() -> list[type[Event]]:
    """The kinds of events that a rule may answer."""
    kinds = (kind for kind in CATALOGUE.values() if kind not in OWN)
    return sorted(kinds, key=lambda kind: kind.kind)


def describe_triggers() -> dict[str, Any]:
    """What an editor needs as JSON."""
    return {
        "events": [{"value": kind.kind, "label": kind.label()} for kind in offered()],
        "alarms": [{"value": name, "label": str(wait.label)} for name, wait in WAITS.items()],
    }


def _event(name: Any) -> type[Event]:
    kinds = {kind.kind: kind for kind in offered()}
    if not isinstance(name, str) or name not in kinds:
        raise refusal("trigger.event", _unknown(name, [*kinds]), "unknown")
    return kinds[name]


def _length(given: Any) -> timedelta:
    try:
        length = span(given) if isinstance(given, str) and len(given) <= 64 else timedelta()
    except ValueError as error:
        raise refusal("trigger.after", str(error)) from None
    if length < SHORTEST:
        raise refusal("trigger.after", _("Write a length of time of at least one minute, such as “30 minutes”."))
    return length


def _unknown(name: Any, known: list[str]) -> str:
    near = get_close_matches(str(name)[:200], known, n=1, cutoff=0.5)
    return _("'%s' is not known") % str(name)[:60] + (_("; did you mean '%s'?") % near[0] if near else "")
