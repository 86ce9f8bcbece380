from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from regulars.channels.email.actions.renew_grant import take_tokens
from regulars.channels.email.models import Grant, Mailbox
from regulars.channels.email.oauth import protocol
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


def connect_grant(grant: Grant, *, code: str, verifier: str, redirect_url: str, by: Agent) -> Grant:
    """Somebody has allowed us to enter the mailbox, and came back with a code. Raises NoToken, and then changes nothing."""
    tokens = protocol.redeem(grant, code=code, verifier=verifier, redirect_url=redirect_url)
    with transaction.atomic():
        grant = Grant.objects.select_for_update().select_related("mailbox").get(pk=grant.pk)
        grant.connected_at, grant.connected_as = timezone.now(), tokens.whose
        grant.ends_at = grant.ends_since = None
        take_tokens(grant, tokens)
        Mailbox.objects.filter(pk=grant.mailbox_id).update(error="", error_at=None, is_refused=False)
        after = {"issuer": grant.issuer, "as": grant.connected_as}
        audit("mailbox.connected", by=by, on=f"mailbox:{grant.mailbox_id}", after=after)
    return grant
