"""What the editors on our pages are given as JSON, and what was refused in them."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regulars.automation.capabilities import CAPABILITIES
from regulars.automation.fields import fields_for
from regulars.automation.occasions import refused_as_occasion
from regulars.automation.steps import describe_steps
from regulars.automation.triggers import Trigger, describe_triggers, read_trigger
from regulars.lib.conditions import Fields, describe
from regulars.lib.conditions.telling import words
from regulars.loyalty.occasions import PURCHASE
from regulars.team.models import Agent

CONVERSATION = frozenset({"conversation"})


def about_conditions(fields: Fields, *, asker: Agent | None) -> dict[str, Any]:
    return describe(fields, asker=asker)


def about_steps(*, on: frozenset[str] = CONVERSATION) -> dict[str, Any]:
    return {"steps": describe_steps(on=on), "words": words() | _step_words()}


def about_rule(trigger: Trigger) -> dict[str, Any]:
    """What a rule with this trigger may ask and do. Nobody asks it: there is no “me”."""
    return {"conditions": about_conditions(fields_for(trigger), asker=None), "steps": about_steps(on=trigger.things)}


def asked_trigger(when: str) -> Trigger:
    """The trigger that the form's `when` means, for a length of time that is still open. Raises ValidationError."""
    wait = when.removeprefix("wait:")
    return read_trigger({"event": when} if wait == when else {"alarm": wait, "after": "30 minutes"})


def triggers() -> dict[str, list[dict[str, str]]]:
    """What may be chosen under “when”: what happens that something can be done about, and waits."""
    told = describe_triggers()
    doable = [
        event
        for event in told["events"]
        if asked_trigger(event["value"]).things & {each.of for each in CAPABILITIES.values()}
    ]
    waits = [{"value": f"wait:{wait['value']}", "label": wait["label"]} for wait in told["alarms"]]
    return {"events": sorted(doable, key=lambda event: event["label"]), "waits": waits}


def about_earning(trigger: Trigger) -> dict[str, Any]:
    """What a rule of a programme may ask."""
    return {"conditions": about_conditions(fields_for(trigger), asker=None)}


def occasions() -> list[dict[str, str]]:
    """What points may be given for: a purchase first, then all else that happens to a customer."""
    told = [each for each in describe_triggers()["events"] if not refused_as_occasion(each["value"])]
    bought = {"value": PURCHASE, "label": _("The customer buys something")}
    others = [each for each in told if each["value"] != PURCHASE]
    return [bought, *sorted(others, key=lambda each: each["label"])]


def written(tree: Any) -> str:
    """What an editor holds. What was sent and refused is text already."""
    return tree if isinstance(tree, str) else json.dumps(tree, ensure_ascii=False)


def refused(error: ValidationError) -> dict[str, str]:
    """What is wrong, for the places where it is shown: the form's own fields, and what the editors show in their lines."""
    said = {name: " ".join(several) for name, several in error.message_dict.items()}
    said = {
        {"trigger.after": "after", "trigger.in": "counted"}.get(
            name, "when" if name.startswith("trigger") else name
        ): words
        for name, words in said.items()
    }
    step = next((f"{name}: {words}" for name, words in said.items() if name.startswith("steps")), "")
    return said | {"steps": step, "conditions": said.get("conditions", "")}


def _step_words() -> dict[str, str]:
    return {
        "do": _("What is done"),
        "step": _("Step"),
        "add_step": _("Add a step"),
        "remove_step": _("Remove this step"),
        "earlier": _("Do it earlier"),
        "later": _("Do it later"),
        "stays": _("not chosen"),
        "put_in": _("Put in…"),
    }
