from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.surveys.models import Case
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def take_case(case: Case, *, owner: Agent | None, due_at: datetime | None = None, by: Agent) -> None:
    """Say who sees to a case, and until when. Raises ValidationError("owner") for somebody who has left, or a closed case."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.state == Case.State.CLOSED:
        raise refusal("owner", _("This case is closed."))
    if owner is not None and not owner.is_active:
        raise refusal("owner", _("%s does not work here any more.") % owner)
    before = {"owner": case.owner_id, "due_at": case.due_at.isoformat()}
    case.owner, case.due_at = owner, due_at or case.due_at
    case.save(update_fields=["owner", "due_at"])
    after = {"owner": case.owner_id, "due_at": case.due_at.isoformat()}
    if before != after:
        audit("case.given", by=by, on=f"case:{case.pk}", before=before, after=after)
