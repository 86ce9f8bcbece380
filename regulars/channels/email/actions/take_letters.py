from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from regulars.channels.email import ledger, threads
from regulars.channels.email.actions.take_letter import take_letter
from regulars.channels.email.actions.take_sent_letter import take_sent_letter
from regulars.channels.email.actions.take_unread import take_unread
from regulars.channels.email.directory import Directory
from regulars.channels.email.models import InboundLetter, RawLetter
from regulars.channels.email.reading import read
from regulars.channels.email.screens import House
from regulars.lib.drain import claim
from regulars.lib.gathering import gathered
from regulars.lib.texts import storable

log = logging.getLogger(__name__)

TOGETHER = 20  # letters in one transaction
TOGETHER_BYTES = 4 * 1024 * 1024
ATTEMPTS = 3  # then the letter is opened as it is: an agent reads what we could not


def take_letters() -> int:
    """Take waiting letters from the ledger into their conversations. Returns how many were looked at: 0 when none waits.

    Some letters at a time in one transaction, which a process killed here leaves waiting. When one of them makes trouble,
    each is taken by itself, so that a bad letter stops no other.
    """
    claimed: list[InboundLetter] = []
    try:
        with _claimed(_waiting()) as claimed:
            _take(claimed)
    except (OperationalError, InterfaceError):
        raise  # the database's fault, not a letter's
    except Exception:
        if not claimed:
            raise
        for letter in claimed:
            _take_alone(letter.pk)
    return len(claimed)


def next_due() -> datetime | None:
    """When a letter that made trouble is tried again."""
    waiting = InboundLetter.objects.filter(state=InboundLetter.State.RECEIVED).order_by("due_at")
    return waiting.values_list("due_at", flat=True).first()


def _waiting() -> QuerySet[InboundLetter]:
    waiting = InboundLetter.objects.filter(state=InboundLetter.State.RECEIVED, due_at__lte=timezone.now())
    return waiting.order_by("due_at", "pk")


@contextmanager
def _claimed(waiting: QuerySet[InboundLetter]) -> Iterator[list[InboundLetter]]:
    """The first few letters, but no more at once than memory bears."""
    with claim(waiting.select_related("raw", "mailbox").defer("raw__content"), limit=TOGETHER) as letters:
        total, fits = 0, 0
        for letter in letters:
            total += letter.raw.size
            if fits and total > TOGETHER_BYTES:
                break
            fits += 1
        yield letters[:fits]


def _take(letters: list[InboundLetter]) -> None:
    if not letters:
        return
    directory = Directory.load()
    contents = dict(RawLetter.objects.filter(pk__in={each.raw_id for each in letters}).values_list("pk", "content"))
    readings = [read(row, bytes(contents[row.raw_id]), directory) for row in letters]
    threads.hold(name for reading in readings for name in reading.names)
    earlier = ledger.twins(letters)
    house = House.for_letters(readings, directory)
    with gathered():
        for reading in readings:
            if reading.row.source == InboundLetter.Source.SENT:
                take_sent_letter(reading, directory=directory, earlier=earlier)
            else:
                take_letter(reading, house=house, earlier=earlier)
            house.aliases.update(threads.keys_in(reading.letter))
    ledger.settle(letters)


def _take_alone(pk: int) -> None:
    try:
        with _claimed(InboundLetter.objects.filter(pk=pk, state=InboundLetter.State.RECEIVED)) as letters:
            _take(letters)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("Letter %s cannot be taken", pk)
        _put_off(pk, error)


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
