from __future__ import annotations

from django.db import transaction

from regulars.behaviour.models import Deed
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def want_deed(deed: Deed, *, is_wanted: bool, by: Agent | None) -> None:
    """From now on, keep it when somebody does this, and offer it to conditions; or no more. What is kept stays. Harmless twice."""
    if Deed.objects.filter(pk=deed.pk).exclude(is_wanted=is_wanted).update(is_wanted=is_wanted):
        audit("deed.wanted" if is_wanted else "deed.unwanted", by=by, on=f"deed:{deed.pk}", after={"name": deed.name})
