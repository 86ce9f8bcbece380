"""How long an answer will take when many wait: said honestly, from how fast the last day's letters were answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.conversations.models import Conversation, Inbox

LOOKED_BACK = timedelta(hours=24)
MOST = 10_000  # conversations that are counted: nobody needs to know how many more wait


def waiting_in(inbox: Inbox, *, most: int = MOST) -> int:
    """How many conversations of an inbox wait for us, counted up to `most`."""
    return Conversation.objects.filter(inbox=inbox, status="open", merged_into=None, waiting_since__isnull=False)[
        :most
    ].count()


def expected_wait(inbox: Inbox, *, now: datetime | None = None) -> timedelta | None:
    """How long whoever writes now will wait for the first reply: those who wait, at the pace of the last 24 hours.

    By Little's law: the length of the queue, divided by the first replies in an hour. None when nobody was answered, since
    then nothing honest can be said.
    """
    since = (now or timezone.now()) - LOOKED_BACK
    lately = Conversation.objects.filter(inbox=inbox, last_activity_at__gte=since)
    answered = lately.filter(replied_at__gte=since)[:MOST].count()
    return LOOKED_BACK * waiting_in(inbox) / answered if answered else None


def wait_in_words(wait: timedelta | None) -> str:
    """“Many people write to us just now: an answer takes about 3 hours.” Rounded up, so that it is rather sooner than later."""
    if wait is None:
        return _("Many people write to us just now, so an answer takes longer than usual.")
    hours = ceil(wait / timedelta(hours=1))
    if hours <= 1:
        return _("Many people write to us just now: an answer takes about an hour.")
    if hours < 48:
        said = ngettext("an answer takes about %d hour.", "an answer takes about %d hours.", hours) % hours
    else:
        days = ceil(hours / 24)
        said = ngettext("an answer takes about %d day.", "an answer takes about %d days.", days) % days
    return _("Many people write to us just now:") + " " + said
