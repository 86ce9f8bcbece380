from __future__ import annotations

from django.db import transaction

from regulars.behaviour.models import Deed
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def note_deed(deed: Deed, *, is_noted: bool, by: Agent | None) -> None:
    """From now on, let timelines tell when somebody does this, so that rules can answer it; or no more. Harmless twice."""
    if Deed.objects.filter(pk=deed.pk).exclude(is_noted=is_noted).update(is_noted=is_noted):
        audit("deed.noted" if is_noted else "deed.unnoted", by=by, on=f"deed:{deed.pk}", after={"name": deed.name})
