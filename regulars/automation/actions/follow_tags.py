from django.db import transaction
from django.utils import timezone

from regulars.automation.models import Macro, Rule, RuleVersion
from regulars.automation.rulebook import turn_page
from regulars.automation.steps import with_todays_tags
from regulars.conversations.actions.change_tags import change_tags
from regulars.conversations.models import TagChange
from regulars.conversations.tagging import as_called_now
from regulars.team.actions.audit import audit


def follow_tags() -> int:
    """Let rules and macros say what tags are called now, then change some of the conversations (`change_tags`)."""
    if TagChange.objects.exists():
        follow_in_macros()
        follow_in_rules()
    return change_tags()


@transaction.atomic
def follow_in_macros() -> None:
    """Macros ask about tags, and put them on, by their names of today."""
    for macro in Macro.objects.select_for_update().order_by("pk"):
        before = {"conditions": macro.conditions, "steps": macro.steps}
        after = _today(before)
        if after != before:
            Macro.objects.filter(pk=macro.pk).update(**after)
            audit("macro.saved", by=None, on=f"macro:{macro.pk}", before=before, after=after)


@transaction.atomic
def follow_in_rules() -> None:
    """The same of rules: a version of its own, by nobody."""
    if not _stale():
        return
    turn_page()
    for rule in _stale():  # as they are now that nobody else changes them
        before, after = rule.facts, _today(rule.facts)
        rule.conditions, rule.steps = after["conditions"], after["steps"]
        rule.version, rule.changed_at, rule.changed_by = rule.version + 1, timezone.now(), None
        rule.save(update_fields=["conditions", "steps", "version", "changed_at", "changed_by"])
        RuleVersion.objects.create(rule=rule, number=rule.version, facts=after, by=None)
        audit("rule.saved", by=None, on=f"rule:{rule.pk}", before=before, after=after)


def _stale() -> list[Rule]:
    return [rule for rule in Rule.objects.order_by("pk") if _today(rule.facts) != rule.facts]


def _today(facts: dict[str, object]) -> dict[str, object]:
    return facts | {"conditions": as_called_now(facts["conditions"]), "steps": with_todays_tags(facts["steps"])}
