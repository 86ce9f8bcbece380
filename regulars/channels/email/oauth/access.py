"""The token that opens a mailbox now."""

from __future__ import annotations

from django.utils import timezone

from regulars.channels.email.actions.renew_grant import renew_grant
from regulars.channels.email.models import Grant
from regulars.lib.apart import apart


def access_token(grant_id: int, *, unlike: str = "") -> str:
    """A token that is good for a while; another than the one that a mail server has just refused. Raises NoToken.

    What is new is kept at once, whatever becomes of the transaction that somebody sends a letter in: the provider may
    have made the old ones void.
    """
    grant = Grant.objects.filter(pk=grant_id, renew_at__gt=timezone.now(), needs_consent=False).first()
    if grant and grant.access_token and grant.access_token != unlike:
        return grant.access_token
    return apart(lambda: renew_grant(grant_id, unlike=unlike))
