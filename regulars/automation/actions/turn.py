from django.db import transaction

from regulars.automation.actions.save_rule import set_anew
from regulars.automation.listening import listen_anew
from regulars.automation.models import Rule
from regulars.automation.rulebook import turn_page
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def turn(rule: Rule, *, on: bool, by: Agent) -> None:
    """Switch a rule on or off. One about a wait counts anew: what was due while it was off never rings. Harmless twice."""
    turn_page()
    rule.refresh_from_db()
    if rule.is_active == on:
        return
    rule.is_active = on
    rule.save(update_fields=["is_active"])
    set_anew(rule)
    listen_anew()
    audit("rule.turned", by=by, on=f"rule:{rule.pk}", before={"is_active": not on}, after={"is_active": on})
