"""What is done: steps are capabilities with their values, `{"do": "set priority", "priority": "high"}`. Rules and macros share them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from regulars.automation.capabilities import CAPABILITIES, TAG, Capability
from regulars.conversations.models import Conversation
from regulars.conversations.placeholders import Scene
from regulars.conversations.tagging import renamed, tag_name
from regulars.customers.actor import By
from regulars.customers.models import Customer
from regulars.lib.refusal import refusal, unknown

MOST = 30
Step = dict[str, Any]


class StepFailed(Exception):
    """A step could not be done; says which and why, in words."""


def check_steps(steps: Any, *, on: frozenset[str] = frozenset({"conversation"})) -> None:
    """Refuse steps that cannot be done to the things `on` hand ("conversation", "message"), naming the place.

    Raises ValidationError("steps", "steps.2.do", "steps.2.priority"), and nothing else whatever `steps` is.
    """
    if not isinstance(steps, list) or not 1 <= len(steps) <= MOST:
        raise refusal("steps", _("Choose 1 to %d steps.") % MOST)
    for number, step in enumerate(steps, 1):
        _check(step, f"steps.{number}", on)


def do_steps(steps: list[Step], *, things: Mapping[str, int], by: By) -> list[str]:
    """Do the steps in their order to the things named by their numbers: `{"conversation": 42}`. Returns what was done, in words.

    Raises StepFailed at the first that cannot be done; the caller's savepoint undoes those before it.
    """
    return [_done(number, step, things, by) for number, step in enumerate(steps, 1)]


def say_step(step: Step) -> str:
    """A step in words: "Set the priority: High", "Tell the team: Beans & orders, “Please look.”"."""
    capability = CAPABILITIES.get(step.get("do", ""))
    if capability is None:
        return "; ".join(f"{name}: {said}" for name, said in step.items() if said not in (None, "", [], 0))
    named = [(value, step[name]) for name, value in capability.takes.items() if name in step]
    said = [value.say(given) for value, given in sorted(named, key=lambda each: each[0].kind == "long")]
    return f"{capability.label}: {', '.join(said)}" if said else str(capability.label)


def with_todays_tags(steps: list[Step]) -> list[Step]:
    """The steps with the tags of today for those they were called once."""
    words = renamed()
    return [
        {name: words.get(tag_name(given), given) if named.get(name) is TAG else given for name, given in step.items()}
        for step in steps
        for named in [CAPABILITIES[step["do"]].takes if step.get("do") in CAPABILITIES else {}]
    ]


def describe_steps(*, on: frozenset[str] = frozenset({"conversation"})) -> list[dict[str, Any]]:
    """What an editor needs as JSON: each capability that these things can be given to, and what it takes."""
    return [
        {
            "do": name,
            "label": str(capability.label),
            "takes": [{"name": key, **value.describe(on=on)} for key, value in capability.takes.items()],
        }
        for name, capability in CAPABILITIES.items()
        if capability.of in on
    ]


def _check(step: Any, place: str, on: frozenset[str]) -> None:
    if not isinstance(step, dict):
        raise refusal(place, _("A step is an object such as {“do”: “resolve”}."))
    capability = _known(step.get("do"), f"{place}.do", on)
    for name in step:
        if name != "do" and name not in capability.takes:
            raise refusal(
                f"{place}.{str(name)[:60]}", unknown(name, [*capability.takes], _("is not taken here")), "unknown"
            )
    for name, value in capability.takes.items():
        if name not in step and not value.is_optional:
            raise refusal(f"{place}.{name}", _("This is missing."), "missing")
        if name in step:
            try:
                value.check(step[name], on=on)
            except ValueError as error:
                raise refusal(f"{place}.{name}", str(error)) from None
    if len(step) == 1 and capability.takes:
        raise refusal(place, _("Name at least one of: %s.") % ", ".join(capability.takes), "missing")


def _known(name: Any, place: str, on: frozenset[str]) -> Capability:
    offered = [word for word, capability in CAPABILITIES.items() if capability.of in on]
    if isinstance(name, str) and name in offered:
        return CAPABILITIES[name]
    if isinstance(name, str) and name in CAPABILITIES:
        raise refusal(
            place, _("“{name}” needs a {what}, and there is none here.").format(name=name, what=CAPABILITIES[name].of)
        )
    raise refusal(place, unknown(name, offered, _("cannot be done")), "unknown")


def _done(number: int, step: Step, things: Mapping[str, int], by: By) -> str:
    try:
        capability = CAPABILITIES[step["do"]]
        scene = _scene(things, by) if any("{{" in str(given) for given in step.values()) else None
        taken = [(name, value) for name, value in capability.takes.items() if name in step]
        words = {name: value.find(step[name], by=by, scene=scene) for name, value in taken}
        capability.do(things[capability.of], by=by, **words)
    except ValidationError as error:
        raise StepFailed(f"{number}. {say_step(step)}: {' '.join(error.messages)}") from error
    except (Http404, KeyError) as error:
        raise StepFailed(
            _("{number}. {step}: what it is done to is gone").format(number=number, step=say_step(step))
        ) from error
    return say_step(step)


def _scene(things: Mapping[str, int], by: By) -> Scene:
    """What the places of a text are filled from, as the steps before have left it."""
    if "conversation" not in things:
        return Scene(by, get_object_or_404(Customer, pk=things["customer"]))
    known = Conversation.objects.select_related("customer__company", "inbox__brand", "assignee", "team", "topic")
    conversation = get_object_or_404(known, pk=things["conversation"])
    return Scene(by, conversation.customer, conversation)
