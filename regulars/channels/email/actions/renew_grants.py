from __future__ import annotations

import logging
import time

from django.utils import timezone

from regulars.channels.email.actions.renew_grant import renew_grant
from regulars.channels.email.models import Grant
from regulars.channels.email.oauth.protocol import NoToken

log = logging.getLogger(__name__)

MOST_TIME = 20.0  # seconds in one go: alarms are looked at by the same thread


def renew_grants() -> int:
    """Renew the tokens that are due, used or not: a leave that was taken back is noticed before a letter waits for it."""
    due = Grant.objects.filter(mailbox__is_active=True, renew_at__lte=timezone.now(), needs_consent=False)
    until, renewed = time.monotonic() + MOST_TIME, 0
    for pk in due.order_by("renew_at").values_list("pk", flat=True):
        if time.monotonic() > until:
            break
        try:
            renew_grant(pk)
            renewed += 1
        except NoToken as error:
            log.warning("A mailbox gets no token: %s", error)
    return renewed
