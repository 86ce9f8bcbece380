from django.db import transaction

from regulars.automation.models import Rule
from regulars.automation.rulebook import turn_page
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def move(rule: Rule, *, to: int, by: Agent) -> None:
    """Give a rule another place in the order of the house, or of its programme, counted from 1; a number beyond either end is that end. Harmless twice."""
    turn_page()
    order = list(Rule.objects.filter(programme=rule.programme_id).in_order().values_list("pk", flat=True))
    before = order.index(rule.pk)
    order.insert(min(max(to, 1), len(order)) - 1, order.pop(before))
    after = order.index(rule.pk)
    Rule.objects.bulk_update([Rule(pk=pk, position=place) for place, pk in enumerate(order, 1)], ["position"])
    rule.position = after + 1
    if before != after:
        audit("rule.moved", by=by, on=f"rule:{rule.pk}", before={"position": before + 1}, after={"position": after + 1})
