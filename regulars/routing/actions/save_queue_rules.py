from django.db import transaction
from django.forms import model_to_dict

from regulars.routing.models import QueueRules
from regulars.team.actions.audit import audit
from regulars.team.models import Agent
from regulars.team.presence import rouse


@transaction.atomic
def save_queue_rules(rules: QueueRules, *, by: Agent | None) -> None:
    """Keep what the house decided about all queues. Harmless twice. Raises ValidationError by the field's name."""
    rules.pk = 1  # there is one row
    rules.clean_fields()
    known = QueueRules.objects.select_for_update().filter(pk=rules.pk).first()
    before, after = model_to_dict(known or QueueRules()), model_to_dict(rules)
    changed = [name for name in after if name != "id" and before[name] != after[name]]
    if not changed:
        return
    rules.save()
    told = ({name: facts[name] for name in changed} for facts in (before, after))
    audit("queue_rules.changed", by=by, **dict(zip(("before", "after"), told, strict=True)))
    rouse()
