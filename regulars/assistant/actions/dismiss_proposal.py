from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from regulars.assistant.models import Proposal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def dismiss_proposal(proposal: Proposal, *, by: Agent) -> None:
    """There will be no article of it, and its conversations are not proposed again. Harmless once it is decided."""
    still = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.OPEN)
    if still.update(state=Proposal.State.DISMISSED, decided_by=by, decided_at=timezone.now()):
        audit("proposal.dismissed", by=by, on=f"proposal:{proposal.pk}", before={"title": proposal.title})
