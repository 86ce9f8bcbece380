"""What is wrong, or soon will be, with mailboxes that are entered by OAuth2: for `alarms.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from regulars.channels.email.models import Grant

Troubles = Mapping[str, Mapping[str, Any]]
SECRET_ENDS_WITHIN = timedelta(days=14)


def refused(since: datetime) -> Troubles:
    """Those whom their provider has refused for so long; no mail server need have noticed yet."""
    found = _used().filter(refused_at__lt=since)
    return {each.mailbox.address: {"error": each.error, "since": each.refused_at.isoformat()} for each in found}


def ending(now: datetime) -> Troubles:
    """Those whose leave ends soon."""
    found = [each for each in _used().filter(ends_at__isnull=False, needs_consent=False) if each.warned_from <= now]
    return {each.mailbox.address: {"day": f"{each.ends_at:%Y-%m-%d}"} for each in found}


def secrets_ending(now: datetime) -> Troubles:
    found = _used().filter(secret_ends_on__lte=(now + SECRET_ENDS_WITHIN).date())
    return {each.mailbox.address: {"day": each.secret_ends_on.isoformat()} for each in found}


def _used() -> QuerySet[Grant]:
    return Grant.objects.filter(mailbox__is_active=True, connected_at__isnull=False).select_related("mailbox")
