from __future__ import annotations

from django.db import transaction

from regulars.channels.email.models import Grant
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def end_grant(grant: Grant, *, by: Agent) -> None:
    """Forget the tokens and the client: from now on the mailbox signs in with its password."""
    ended, _ = Grant.objects.filter(pk=grant.pk).delete()
    if ended:
        before = {"issuer": grant.issuer, "as": grant.connected_as}
        audit("mailbox.disconnected", by=by, on=f"mailbox:{grant.mailbox_id}", before=before)
