"""What rules and macros name though it is not there any more, in their conditions and their steps."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from regulars.automation.capabilities import CAPABILITIES
from regulars.automation.fields import fields_for
from regulars.automation.models import Macro, Rule
from regulars.automation.triggers import read_trigger
from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.missing import Known
from regulars.lib.conditions import Fields
from regulars.lib.conditions.reading import read


def missing_in_rule(rule: Rule, known: Known) -> list[str]:
    """ "team #7", "tag “vip”"; nothing of a rule whose event is unknown, which the list says in its own way."""
    try:
        fields = fields_for(read_trigger(rule.trigger))
    except ValidationError:
        return []
    return list(dict.fromkeys([*_in_conditions(rule.conditions, fields, known), *_in_steps(rule.steps, known)]))


def missing_in_macro(macro: Macro, known: Known) -> list[str]:
    named = [*_in_conditions(macro.conditions, CONVERSATION_FIELDS, known), *_in_steps(macro.steps, known)]
    return list(dict.fromkeys(named))


def _in_conditions(tree: Any, fields: Fields, known: Known) -> list[str]:
    try:
        return known.missing(read(tree, fields)) if tree else []
    except ValidationError:
        return []  # they ask about a field that is gone: said where the conditions stand


def _in_steps(steps: Any, known: Known) -> list[str]:
    missing = []
    for step in steps:
        capability = CAPABILITIES.get(step.get("do", ""))
        for name, value in capability.takes.items() if capability else ():
            if value.kind == "reference" and (given := step.get(name)) is not None:
                rows = value.rows
                there = (
                    known.among(id(value), lambda rows=rows: rows(None).values_list("pk", flat=True))
                    if rows
                    else {given}
                )
                missing += [] if given in there else [f"{value.label} #{given}"]
    return missing
