from django.db import transaction

from regulars.conversations.models import NamedStatus
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def move_status(status: NamedStatus, *, to: int, by: Agent) -> None:
    """Offer a status at another place (from 1) among those of its category."""
    others = list(NamedStatus.objects.filter(category=status.category).exclude(pk=status.pk))
    others.insert(max(to - 1, 0), status)
    before = status.position
    for position, each in enumerate(others, 1):
        NamedStatus.objects.filter(pk=each.pk).update(position=position)
    audit("status.moved", by=by, on=f"status:{status.pk}", before={"position": before}, after={"position": to})
