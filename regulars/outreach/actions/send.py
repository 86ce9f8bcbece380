from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.models import Customer
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.outreach.judging import judge
from regulars.outreach.models import Sending
from regulars.outreach.topics import topic_of
from regulars.team.models import Brand

KEPT_FOR = timedelta(days=3)  # what could not leave by then is not news any more
LONGEST = 100_000  # characters


@transaction.atomic
def send(
    customer: Customer,
    *,
    topic: str,
    subject: str,
    text: str,
    key: str,
    html: str = "",
    brand: Brand | None = None,
    address: str = "",
    at: datetime | None = None,
    until: datetime | None = None,
) -> Sending:
    """Write a letter to a customer of our own accord: the one door for it. Once for each key; the second time gives back the first.

    It passes the gates in order: consent to the topic, suppression, the control group, quiet hours where they are, how often.
    What may not leave now waits, at most until `until` (three days, if nothing is said); what may not leave at all is kept as
    not sent, with the reason: look at `state` and `why`. `address` is one of theirs, if not the first. Nothing is sent within
    the caller's transaction. Raises ValidationError("topic", "subject", "text", "key").
    """
    if known := Sending.objects.filter(key=_checked("key", key, 200)).first():
        return known
    asked, at = timezone.now(), at or timezone.now()
    facts = {
        "customer": customer,
        "brand": brand,
        "topic": topic,
        "is_essential": topic_of(topic).is_essential,
        "language": customer.language,
        "subject": one_line(_checked("subject", subject, 2000), limit=400),
        "text": _checked("text", text, LONGEST),
        "html": storable(html)[:LONGEST],
        "address": address,
        "asked_at": asked,
        "due_at": at,
        "until": until or max(at, asked) + KEPT_FOR,
    }
    sending, is_new = Sending.objects.get_or_create(key=key, defaults=facts)
    if is_new:
        if judge(sending, now=max(at, asked)):
            sending.due_at = max(at, asked)
        sending.save()
        _ring()
    return sending


def _checked(name: str, words: str, longest: int) -> str:
    if not words.strip() or len(words) > longest:
        raise refusal(name, _("Between 1 and %d characters.") % longest)
    return storable(words)


def _ring() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('outreach', '')")
