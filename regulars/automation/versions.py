"""What a rule was, and what each change of it changed, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regulars.automation.fields import fields_for
from regulars.automation.models import Rule, RuleVersion
from regulars.automation.rows import said_conditions, said_steps
from regulars.automation.triggers import read_trigger
from regulars.loyalty.models import Programme
from regulars.loyalty.scheme_words import say_scheme
from regulars.loyalty.schemes import scheme_of


@dataclass(frozen=True)
class Change:
    what: str
    before: list[str]
    after: list[str]


def said_rule(facts: dict[str, Any], *, programme: Programme | None = None) -> dict[str, list[str]]:
    """When, if and then in words, by the name of each part."""
    try:
        trigger = read_trigger(facts["trigger"])
        when, where = str(trigger), said_conditions(facts["conditions"], fields_for(trigger))
    except ValidationError:
        when, where = _("something that is known no more"), ""
    stops = _("yes") if facts["stops"] else _("no")
    named = {_("Name"): [facts["name"]], _("When"): [when], _("If"): [where or _("always")]}
    then = say_scheme(scheme_of(facts["steps"][0]), programme) if programme else said_steps(facts["steps"])
    return named | {_("Then"): then, _("Later rules are not asked"): [stops]}


def history(rule: Rule) -> list[tuple[RuleVersion, list[Change]]]:
    """The versions, newest first, each with what it changed."""
    versions = list(rule.versions.select_related("by").order_by("-number"))
    said = [said_rule(version.facts, programme=rule.programme) for version in versions]
    return [
        (version, _changes(older, now)) for version, now, older in zip(versions, said, [*said[1:], None], strict=True)
    ]


def _changes(before: dict[str, list[str]] | None, after: dict[str, list[str]]) -> list[Change]:
    if before is None:
        return []
    return [_change(what, before[what], after[what]) for what in after if before[what] != after[what]]


def _change(what: str, before: list[str], after: list[str]) -> Change:
    """Of several lines those that differ; all of them, when only their order does."""
    gone, new = [line for line in before if line not in after], [line for line in after if line not in before]
    return Change(what, gone, new) if gone or new else Change(what, before, after)
