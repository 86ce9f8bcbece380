from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.automation.capabilities import CAPABILITIES
from regulars.automation.fields import fields_for
from regulars.automation.listening import listen_anew
from regulars.automation.models import Rule, RuleVersion
from regulars.automation.occasions import refused_as_occasion
from regulars.automation.rulebook import EVERYTHING, turn_page
from regulars.automation.steps import check_steps, with_todays_tags
from regulars.automation.triggers import Trigger, read_trigger
from regulars.conversations.tagging import as_called_now
from regulars.lib.conditions import check
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line
from regulars.loyalty.models import Programme
from regulars.loyalty.occasions import PURCHASE
from regulars.loyalty.schemes import scheme_of
from regulars.team.actions.audit import audit
from regulars.team.guard import allow
from regulars.team.models import Agent
from regulars.team.permissions import Permission


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
    programme: Programme | None = None,
    by: Agent,
) -> Rule:
    """Make a rule (None), which comes last, or change one: each change is a version of its own. Harmless when nothing differs.

    `is_active` and `programme` are for a new one; see `turn`. A rule of a programme gives its points: its one step is a scheme. Raises ValidationError: "name", "trigger.…", "conditions", "steps.2.priority".
    """
    programme = rule.programme if rule else programme
    facts = _checked(name, trigger, conditions, steps, stops, programme)
    _allow(by, facts["steps"], gives=programme is not None)
    turn_page()
    before = None
    if rule is None:
        last = Rule.objects.filter(programme=programme).aggregate(last=Max("position"))["last"] or 0
        rule = Rule(position=last + 1, is_active=is_active, made_by=by, programme=programme, version=0)
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


def _allow(by: Agent, steps: list[dict[str, Any]], *, gives: bool) -> None:
    """What they may not do themselves, they let no rule do."""
    if gives:
        return allow(by, Permission.LOYALTY)
    for step in steps:
        CAPABILITIES[step["do"]].allow(by)
    return None


def _checked(
    name: Any, trigger: Any, conditions: Any, steps: Any, stops: Any, programme: Programme | None
) -> dict[str, Any]:
    name = one_line(name, limit=200) if isinstance(name, str) else ""
    if not 1 <= len(name) <= 120:
        raise refusal("name", _("A name has 1 to 120 characters."), "missing" if not name else "too_long")
    meant = read_trigger(trigger)
    check(conditions or EVERYTHING, fields_for(meant))
    if programme:
        _check_scheme(meant, steps, programme)
    else:
        check_steps(steps, on=meant.things)
    if not isinstance(stops, bool):
        raise refusal("stops", _("Choose true or false."))
    conditions, steps = as_called_now(conditions or EVERYTHING), with_todays_tags(steps)
    return {"name": name, "trigger": trigger, "conditions": conditions, "steps": steps, "stops": stops}


def _check_scheme(trigger: Trigger, steps: Any, programme: Programme) -> None:
    if trigger.is_timed:
        raise refusal("trigger", _("Points are given for what happens, not for waiting."))
    if refused_as_occasion(trigger.event.kind):
        raise refusal("trigger.event", _("Points are not given for this."))
    if not isinstance(steps, list) or len(steps) != 1 or not isinstance(steps[0], dict):
        raise refusal("steps", _("Say in one step what it gives."))
    scheme = scheme_of(steps[0])
    if scheme.counter and scheme.counter not in programme.promised.tiers.counters:
        raise refusal("steps.1.counter", _("The programme counts nothing of this name."), "unknown")
    told = fields_for(trigger).get("event.value")
    if scheme.each == "value" and (told is None or told.kind != "number"):
        raise refusal("steps.1.each", _("This event tells no number."))
    is_of_purchases = scheme.each in ("amount", "item") or scheme.only or scheme.without or scheme.least
    if trigger.event.kind != PURCHASE and is_of_purchases:
        raise refusal("steps.1.each", _("Only a purchase has amounts and items."))
