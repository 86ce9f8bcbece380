"""Rules and macros as rows of lists, prepared for the page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regulars.automation.fields import fields_for
from regulars.automation.macros import EVERYWHERE
from regulars.automation.missing import missing_in_macro, missing_in_rule
from regulars.automation.models import Macro, Rule, RuleRun
from regulars.automation.previews import Case
from regulars.automation.steps import say_step
from regulars.automation.triggers import read_trigger
from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.missing import Known
from regulars.conversations.models import Conversation
from regulars.customers.models import Customer
from regulars.lib.conditions import Fields, say

LONGEST = 90  # characters of a step in a list


def in_short(text: str, limit: int = LONGEST) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def said_steps(steps: Any) -> list[str]:
    return [in_short(say_step(step)) for step in steps]


def said_conditions(tree: Any, fields: Fields) -> str:
    """In words, or that it cannot be understood any more; nothing when it always holds."""
    if tree in EVERYWHERE:
        return ""
    try:
        return say(tree, fields)
    except ValidationError:
        return _("asks about something that is gone")


def macro_row(macro: Macro, known: Known) -> dict[str, Any]:
    where = said_conditions(macro.conditions, CONVERSATION_FIELDS)
    missing = missing_in_macro(macro, known)
    return {"macro": macro, "steps": said_steps(macro.steps), "where": where, "missing": missing}


def macro_item(macro: Macro) -> dict[str, Any]:
    """A line of the menu. What goes out to the customer at once is asked about first."""
    leaves = any(step.get("do") == "reply" for step in macro.steps)
    confirm = _("“%s” answers the customer at once. Go on?") % macro if leaves else ""
    return {"macro": macro, "says": in_short("; ".join(said_steps(macro.steps)), 60), "confirm": confirm}


def rule_row(rule: Rule, counts: dict[str, int], known: Known) -> dict[str, Any]:
    """A rule in the list; `counts` are its runs of the last seven days by outcome."""
    row = {
        "rule": rule,
        "missing": missing_in_rule(rule, known),
        "steps": said_steps(rule.steps),
        "fired": counts.get("fired", 0),
        "failed": counts.get("failed", 0),
    }
    try:
        trigger = read_trigger(rule.trigger)
    except ValidationError as error:  # this version knows no such event
        return row | {"when": rule.trigger.get("event", ""), "gone": " ".join(error.messages)}
    return row | {"when": str(trigger), "where": said_conditions(rule.conditions, fields_for(trigger))}


def run_row(run: RuleRun) -> dict[str, Any]:
    """A line of the log."""
    return {"run": run, "chip": CHIPS[run.outcome], "steps": [in_short(step) for step in run.steps]}


def case_rows(cases: list[Case]) -> list[dict[str, Any]]:
    """What a preview has found, with the names of whom and what it is about."""
    customers = Customer.objects.in_bulk({case.customer for case in cases})
    conversations = Conversation.objects.in_bulk({case.conversation for case in cases if case.conversation})
    return [
        {"case": case, "customer": customers.get(case.customer), "conversation": conversations.get(case.conversation)}
        for case in cases
    ]


CHIPS = {
    RuleRun.Outcome.FIRED: "good",
    RuleRun.Outcome.FAILED: "overdue",
    RuleRun.Outcome.LOOP: "waiting",
    RuleRun.Outcome.STOPPED: "",
    RuleRun.Outcome.NOT_HELD: "",
}
