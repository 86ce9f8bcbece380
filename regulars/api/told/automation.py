"""Rules, what they have done, and macros."""

from __future__ import annotations

from regulars.api.told.answers import Facts, time
from regulars.automation.models import Macro, Rule, RuleRun


def rule(row: Rule) -> Facts:
    about = {"id": row.pk, "position": row.position, "is_active": row.is_active, "version": row.version}
    return about | row.facts | {"changed_at": time(row.changed_at)}


def rule_run(row: RuleRun) -> Facts:
    kept = {name: getattr(row, name) for name in ("version", "outcome", "reason", "steps")}
    about = {"event": row.event_id, "customer": row.customer_id, "conversation": row.conversation_id}
    return {"id": row.pk, **kept, **about, "at": time(row.at)}


def macro(row: Macro) -> Facts:
    kept = {name: getattr(row, name) for name in ("name", "is_active", "conditions", "steps", "used_count")}
    return {"id": row.pk, **kept, "used_at": time(row.used_at)}
