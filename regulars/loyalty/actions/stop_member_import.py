from django.db import transaction

from regulars.loyalty.models import MemberImport
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def stop_member_import(run: MemberImport, *, by: Agent) -> None:
    """Let no more of this table come along. Whoever has come stays. Harmless twice."""
    if MemberImport.objects.filter(pk=run.pk, finished_at=None, is_stopped=False).update(is_stopped=True):
        audit("members.import_stopped", by=by, on=f"programme:{run.programme_id}", after={"file": run.name})
