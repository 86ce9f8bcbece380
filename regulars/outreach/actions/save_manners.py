from __future__ import annotations

from django.db import transaction

from regulars.outreach.gates import manners
from regulars.outreach.models import Manners
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = ("quiet_from", "quiet_until", "most", "days", "imprint")


@transaction.atomic
def save_manners(kept: Manners, *, by: Agent) -> Manners:
    """Keep how often and when we write of our own accord. What waits is asked again by the new ones as it would leave.

    Raises ValidationError of a field.
    """
    kept.clean_fields()
    before = _facts(manners())
    kept.pk = kept.pk or Manners.objects.values_list("pk", flat=True).first()
    kept.save()
    if _facts(kept) != before:
        audit("manners.saved", by=by, on="outreach", before=before, after=_facts(kept))
    return kept


def _facts(kept: Manners) -> dict[str, str]:
    return {name: str(getattr(kept, name)) for name in FACTS}
