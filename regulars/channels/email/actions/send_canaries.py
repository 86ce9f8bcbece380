from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from regulars.channels.email.canaries import message_id_of
from regulars.channels.email.models import Canary, Mailbox, MailRules
from regulars.channels.email.postman import Refusal, hand_over, server_of
from regulars.lib.texts import storable

KEPT = timedelta(days=7)
WORDS = "This letter checks that mail leaves and comes in. It was sent by Regulars to itself: please let it lie."


def send_canaries() -> int:
    """Send a letter from each mailbox to itself whose last one is long enough ago. Returns how many were sent.

    None while there is no mail server: then nothing leaves.
    """
    rules, now = MailRules.current(), timezone.now()
    if not rules.canary_every:
        return 0
    Canary.objects.filter(sent_at__lt=now - KEPT).delete()
    since = now - timedelta(minutes=rules.canary_every)
    due = [each for each in Mailbox.objects.filter(is_active=True) if _leaves(each) and not _sent_since(each, since)]
    for mailbox in due:
        _send(mailbox)
    return len(due)


def _leaves(mailbox: Mailbox) -> bool:
    return bool(mailbox.smtp_host) or "LocalMailbox" not in settings.EMAIL_BACKEND


def _sent_since(mailbox: Mailbox, moment: datetime) -> bool:
    return Canary.objects.filter(mailbox=mailbox, sent_at__gt=moment).exists()


def _send(mailbox: Mailbox) -> None:
    """The row is there before the letter leaves: it may be back before we know that it left."""
    canary = Canary.objects.create(mailbox=mailbox)
    letter = EmailMessage(
        subject="Canary",
        body=WORDS,
        from_email=mailbox.address,
        to=[mailbox.address],
        headers={"Auto-Submitted": "auto-generated", "Message-ID": message_id_of(canary)},
    )
    try:
        hand_over(letter, server=server_of(mailbox))
    except Refusal as refusal:
        Canary.objects.filter(pk=canary.pk).update(error=storable(str(refusal))[:500])
