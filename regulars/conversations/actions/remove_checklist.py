from django.db import transaction

from regulars.conversations.models import Checklist
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_checklist(checklist: Checklist, *, by: Agent) -> None:
    """Offer a list no more. Conversations that have its things keep them."""
    number, before = checklist.pk, {"name": checklist.name, "items": checklist.items}
    checklist.delete()
    audit("checklist.removed", by=by, on=f"checklist:{number}", before=before)
