import logging
from datetime import timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from regulars.channels.email.actions.take_letter import take_letter
from regulars.channels.email.actions.take_unread import take_unread
from regulars.channels.email.models import InboundLetter
from regulars.lib.drain import claim
from regulars.lib.texts import storable

log = logging.getLogger(__name__)

ATTEMPTS = 3  # then the letter is opened as it is: an agent reads what we could not


def take_letters() -> int:
    """Take the next letter from the ledger into its conversation. Returns how many were taken: 0 when none waits.

    One letter, one transaction: a bad letter stops no other, and a process killed here leaves it waiting.
    """
    letter = None
    try:
        with claim(_waiting()) as letters:
            for letter in letters:
                take_letter(letter)
        return len(letters)
    except (OperationalError, InterfaceError):
        raise  # the database's fault, not the letter's
    except Exception as error:
        if letter is None:
            raise
        log.exception("Letter %s cannot be taken", letter.pk)
        _put_off(letter.pk, error)
        return 1


def _waiting() -> QuerySet[InboundLetter]:
    waiting = InboundLetter.objects.filter(state=InboundLetter.State.RECEIVED, due_at__lte=timezone.now())
    return waiting.select_related("raw", "mailbox__inbox").order_by("due_at", "pk")


def _put_off(pk: int, error: Exception) -> None:
    with transaction.atomic():
        letter = (
            InboundLetter.objects.select_for_update(of=("self",)).select_related("raw", "mailbox__inbox").get(pk=pk)
        )
        letter.attempts = min(letter.attempts + 1, 1000)
        letter.error = storable(f"{type(error).__name__}: {error}")[:2000]
        letter.due_at = timezone.now() + timedelta(seconds=2 ** min(letter.attempts, 12))
        letter.save(update_fields=["attempts", "error", "due_at"])
    if letter.attempts >= ATTEMPTS:
        with transaction.atomic():
            take_unread(letter)
