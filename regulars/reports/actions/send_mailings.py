from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from regulars.reports.mailing import letter_for, next_time
from regulars.reports.models import Letter, Mailing

log = logging.getLogger(__name__)

MOST = 5  # times that a letter is tried
AGAIN_AFTER = timedelta(minutes=15)


def next_due() -> datetime | None:
    """When the next mailing is to go out, or a letter to be tried again."""
    mailing = Mailing.objects.filter(is_on=True).order_by("due_at").values_list("due_at", flat=True).first()
    letter = Letter.objects.order_by("due_at").values_list("due_at", flat=True).first()
    return min((each for each in (mailing, letter) if each), default=None)


def send_mailings(*, now: datetime | None = None) -> int:
    """Write letters for the mailings that are due, then send one letter. Returns how much was done: for the worker.

    A letter is taken away before it is sent, so that a dying worker sends none twice. One that the mail server does not take is
    tried again.
    """
    now = now or timezone.now()
    if begun := _begin(now):
        return begun
    with transaction.atomic():
        letter = Letter.objects.select_for_update(skip_locked=True).filter(due_at__lte=now).order_by("due_at").first()
        if letter is None:
            return 0
        Letter.objects.filter(pk=letter.pk).delete()
    _send(letter, now)
    return 1


@transaction.atomic
def _begin(now: datetime) -> int:
    due = list(Mailing.objects.select_for_update(skip_locked=True).filter(is_on=True, due_at__lte=now)[:20])
    for mailing in due:
        readers = mailing.readers.filter(is_active=True)
        Letter.objects.bulk_create([Letter(mailing=mailing, reader=each, due_at=now) for each in readers])
        mailing.due_at = next_time(mailing.rhythm, mailing.hour, after=now)
        mailing.save(update_fields=["due_at"])
    return len(due)


def _send(letter: Letter, now: datetime) -> None:
    try:
        letter_for(letter.mailing, letter.reader, now=now).send()
    except ValidationError as error:
        log.warning("reports: mailing %s asks for what cannot be asked any more: %s", letter.mailing_id, error)
    except (OSError, SMTPException) as error:
        log.warning("reports: a letter to agent %s was not taken: %s", letter.reader_id, error)
        if letter.attempts + 1 < MOST:
            again = {"due_at": now + AGAIN_AFTER, "attempts": letter.attempts + 1}
            Letter.objects.create(mailing_id=letter.mailing_id, reader_id=letter.reader_id, **again)
