from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone

from regulars.channels.email.models import Mailbox, MailRules
from regulars.channels.email.postman import Refusal, Server, hand_over, server_of
from regulars.lib.drain import claim
from regulars.live.alarm_words import KINDS, sentence, words_of
from regulars.live.alarms import open_alarms
from regulars.live.models import Alarm

log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(days=1)
MOST_AT_ONCE = 50
MACHINE_HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Precedence": "bulk"}


def tell_alarms() -> int:
    """Mail the alarms that are open to whom the house named: each once, and again each day that it lasts. Returns how many.

    They leave through the server of REGULARS_ALARM_SMTP_URL, so that they arrive although our own mail does not work.
    """
    addresses = MailRules.current().alarm_addresses
    if not addresses:
        return 0
    quiet = [kind for kind, words in KINDS.items() if not words.is_mailed]
    due = open_alarms().exclude(kind__in=quiet).filter(Q(told_at=None) | Q(told_at__lt=timezone.now() - AGAIN_AFTER))
    with claim(due, limit=MOST_AT_ONCE) as alarms:
        if alarms:
            _send(alarms, addresses)
    return len(alarms)


def _send(alarms: Sequence[Alarm], addresses: Sequence[str]) -> None:
    mailbox = Mailbox.objects.filter(is_active=True).order_by("pk").first()
    server = Server(**settings.ALARM_SERVER) if settings.ALARM_SERVER else mailbox and server_of(mailbox)
    try:
        hand_over(_letter(alarms, addresses, mailbox), server=server)
    except Refusal as refusal:
        log.error("Alarms cannot be mailed: %s. They are: %s", refusal, "; ".join(map(sentence, alarms)))
        return  # they stay untold: the next look tries again
    Alarm.objects.filter(pk__in=[each.pk for each in alarms]).update(told_at=timezone.now())


def _letter(alarms: Sequence[Alarm], addresses: Sequence[str], mailbox: Mailbox | None) -> EmailMessage:
    sender = settings.ALARM_SENDER or (mailbox.address if mailbox else addresses[0])
    lines = [f"- {sentence(each)}\n  {settings.BASE_URL}{words_of(each).link}" for each in alarms]
    subject = sentence(alarms[0]) if len(alarms) == 1 else f"{len(alarms)} alarms"
    return EmailMessage(
        subject=f"Regulars: {subject}"[:200],
        body="\n\n".join([*lines, "You get this once, and again each day as long as it lasts."]),
        from_email=f"Regulars <{sender}>",
        to=list(addresses),
        headers={**MACHINE_HEADERS, "Message-ID": make_msgid(domain=sender.rpartition("@")[2])},
    )
