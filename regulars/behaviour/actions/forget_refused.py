from __future__ import annotations

from django.db import transaction

from regulars.behaviour.models import Arrival, Source
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def forget_refused(source: Source, *, by: Agent | None) -> None:
    """What a source sent and could not be taken has been seen to, and is forgotten. Harmless twice."""
    if number := Arrival.objects.filter(source=source).exclude(error="").delete()[0]:
        audit("source.cleared", by=by, on=f"source:{source.pk}", before={"not taken": number})
