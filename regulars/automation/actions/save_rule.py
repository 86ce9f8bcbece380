from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.automation.capabilities import CAPABILITIES
from regulars.automation.fields import fields_for
from regulars.automation.listening import listen_anew
from regulars.automation.models import Rule, RuleVersion
from regulars.automation.rulebook import EVERYTHING, turn_page
from regulars.automation.steps import check_steps, with_todays_tags
from regulars.automation.triggers import read_trigger
from regulars.conversations.tagging import as_called_now
from regulars.lib.conditions import check
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def save_rule(
    rule: Rule | None,
    *,
    name: str,
    trigger: Any,
    conditions: Any,
    steps: Any,
    stops: bool = False,
    is_active: bool = True,
    by: Agent,
) -> Rule:
    """Make a rule (None), which comes last, or change one: each change is a version of its own. Harmless when nothing differs.

    `is_active` is for a new one; see `turn`. Raises ValidationError: "name", "trigger.…", "conditions", "steps.2.priority".
    """
    facts = _checked(name, trigger, conditions, steps, stops)
    for step in facts["steps"]:
        CAPABILITIES[step["do"]].allow(by)  # what they may not do themselves, they let no rule do
    turn_page()
    before = None
    if rule is None:
        last = Rule.objects.aggregate(last=Max("position"))["last"] or 0
        rule = Rule(position=last + 1, is_active=is_active, made_by=by, version=0)
    else:
        rule.refresh_from_db()
        before = rule.facts
    if facts == before:
        return rule
    for fact, value in facts.items():
        setattr(rule, fact, value)
    rule.version += 1
    rule.changed_at, rule.changed_by = timezone.now(), by
    rule.save()
    RuleVersion.objects.create(rule=rule, number=rule.version, facts=facts, by=by)
    if before is None or before["trigger"] != rule.trigger:
        set_anew(rule)
    listen_anew()
    audit("rule.saved", by=by, on=f"rule:{rule.pk}", before=before, after=facts)
    return rule


def set_anew(rule: Rule) -> None:
    """Forget the rule's timers, and let them be set for the conversations that wait now, if it is about a wait and switched on."""
    rule.timers.all().delete()
    trigger = read_trigger(rule.trigger)
    is_timed = trigger.is_timed and rule.is_active
    rule.timed_from = None if trigger.past or not is_timed else timezone.now()
    rule.seeded_to = 0 if is_timed else None
    rule.save(update_fields=["timed_from", "seeded_to"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('timers', '')")


def _checked(name: Any, trigger: Any, conditions: Any, steps: Any, stops: Any) -> dict[str, Any]:
    name = one_line(name, limit=200) if isinstance(name, str) else ""
    if not 1 <= len(name) <= 120:
        raise refusal("name", _("A name has 1 to 120 characters."), "missing" if not name else "too_long")
    meant = read_trigger(trigger)
    check(conditions or EVERYTHING, fields_for(meant))
    check_steps(steps, on=meant.things)
    if not isinstance(stops, bool):
        raise refusal("stops", _("Choose true or false."))
    conditions, steps = as_called_now(conditions or EVERYTHING), with_todays_tags(steps)
    return {"name": name, "trigger": trigger, "conditions": conditions, "steps": steps, "stops": stops}
