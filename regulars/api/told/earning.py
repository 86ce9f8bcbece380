"""Rules by which points are given, told."""

from __future__ import annotations

from regulars.api.told.answers import Facts, time
from regulars.automation.models import Rule
from regulars.automation.trying import Tried
from regulars.loyalty.scheme_words import say_scheme
from regulars.loyalty.schemes import scheme_of


def rule(row: Rule) -> Facts:
    kept = ("name", "position", "is_active", "conditions", "stops", "version")
    scheme = scheme_of(row.steps[0])
    return {
        "id": row.pk,
        "programme": row.programme_id,
        **{name: getattr(row, name) for name in kept},
        "event": row.trigger["event"],
        "scheme": scheme.model_dump(mode="json"),
        "says": say_scheme(scheme, row.programme),
        "changed_at": time(row.changed_at),
    }


def would_earn(said: Tried) -> Facts:
    given = said.award.by_rule()
    asked = [(each.ready.rule, each.why_not) for each in said.answers]
    return {
        "points": said.award.points,
        "qualifying": said.award.qualifying,
        "counters": dict(said.award.counters),
        "tier": said.tier,
        "parts": list(said.award.parts),
        "rules": [
            {"rule": rule.pk, "name": rule.name, "points": given.get(rule.pk, 0), "why_not": why} for rule, why in asked
        ],
    }
