from django.db import transaction

from regulars.reports.models import Mailing
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_mailing(mailing: Mailing, *, by: Agent) -> None:
    """Let it go out no more, and forget it. Harmless twice."""
    if Mailing.objects.filter(pk=mailing.pk).delete()[0]:
        audit("reports.mailing_removed", by=by, on=f"mailing:{mailing.pk}", before={"dashboard": mailing.dashboard})
