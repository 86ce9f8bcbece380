from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from regulars.channels.email.models import Grant
from regulars.channels.email.oauth import protocol
from regulars.channels.email.oauth.protocol import NoToken, Tokens

AHEAD = timedelta(minutes=5)  # tokens are renewed so long before they end; short ones in the last fifth of their time
SAME_END = timedelta(minutes=10)  # two answers that differ by less mean the same end


def renew_grant(grant_id: int, *, unlike: str = "") -> str:
    """Get a new access token, unless somebody else has done so meanwhile. Returns it. Raises NoToken.

    The row is locked until the provider has answered: of many who ask at once one goes there, and the refresh token that
    came in the place of the old one is kept before anybody uses it.
    """
    with transaction.atomic():
        grant = Grant.objects.select_for_update().select_related("mailbox").filter(pk=grant_id).first()
        if grant is None or not grant.is_connected:
            why = grant.error if grant else ""
            raise NoToken(why or "Connect the mailbox again.", is_refused=True, needs_consent=True)
        if not _is_due(grant, unlike):
            return grant.access_token
        try:
            take_tokens(grant, protocol.renew(grant))
        except NoToken as no:
            error = no
            _note(grant, error)
        else:
            return grant.access_token
    if not error.is_refused and grant.access_token != unlike and grant.access_ends_at > timezone.now():
        return grant.access_token  # the provider is out of reach, and this one is still good
    raise error


def take_tokens(grant: Grant, tokens: Tokens) -> None:
    """Keep what a provider gave."""
    now = timezone.now()
    grant.access_token = tokens.access
    grant.access_ends_at = now + tokens.access_for
    grant.renew_at = grant.access_ends_at - min(AHEAD, tokens.access_for / 5)
    grant.refresh_token = tokens.refresh or grant.refresh_token
    if tokens.leave_for:
        _set_end(grant, now + tokens.leave_for, now)
    grant.error, grant.refused_at, grant.needs_consent = "", None, False
    grant.save()


def _set_end(grant: Grant, end: datetime, now: datetime) -> None:
    """An end that moves along with each renewal begins anew; one that stands still is only told again."""
    if grant.ends_at is None or abs(end - grant.ends_at) > SAME_END:
        grant.ends_at, grant.ends_since = end, now


def _is_due(grant: Grant, unlike: str) -> bool:
    return not grant.access_token or grant.access_token == unlike or grant.renew_at <= timezone.now()


def _note(grant: Grant, error: NoToken) -> None:
    grant.error = str(error)
    if error.is_refused:
        grant.refused_at = grant.refused_at or timezone.now()
        grant.needs_consent = error.needs_consent
    grant.save(update_fields=["error", "refused_at", "needs_consent"])
