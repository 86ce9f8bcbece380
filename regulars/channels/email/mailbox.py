"""The local mailbox: where letters go while no mail server is configured, to be looked at on /sent-mail."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from regulars.channels.email.models import SentLetter
from regulars.channels.email.smtp_transaction import bare
from regulars.lib.texts import storable


class LocalMailbox(BaseEmailBackend):
    """A Django e-mail backend that keeps letters in the database. The same Message-ID twice is one letter."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            for email in email_messages:
                _keep(email)
        return len(email_messages)


def _keep(email: EmailMessage) -> None:
    message = email.message()
    facts = {
        "sender": storable(email.from_email)[:500],
        "recipients": [bare(each) for each in email.recipients()],
        "subject": storable(email.subject)[:998],
        "raw": message.as_bytes(linesep="\r\n"),
    }
    SentLetter.objects.get_or_create(message_id=str(message["Message-ID"])[:998], defaults=facts)
