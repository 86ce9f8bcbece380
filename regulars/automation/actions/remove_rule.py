from django.db import transaction

from regulars.automation.listening import listen_anew
from regulars.automation.models import Rule
from regulars.automation.rulebook import turn_page
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_rule(rule: Rule, *, by: Agent) -> None:
    """Take a rule away, with its versions, its log and its timers. What it did stays on the timelines, under its name."""
    turn_page()
    facts, number = rule.facts, rule.pk
    if Rule.objects.filter(pk=number).delete()[0]:
        listen_anew()
        audit("rule.removed", by=by, on=f"rule:{number}", before=facts)
