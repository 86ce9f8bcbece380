from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import InterfaceError, OperationalError, transaction

from regulars.channels.email import ledger
from regulars.channels.email.actions.keep_old_letter import keep_old_letter
from regulars.channels.email.directory import Directory
from regulars.channels.email.keeping import keep_bytes
from regulars.channels.email.letters_found import Found
from regulars.channels.email.models import InboundLetter, Mailbox
from regulars.channels.email.reading import read
from regulars.channels.email.threads import hold
from regulars.lib.gathering import gathered
from regulars.team.models import Agent

log = logging.getLogger(__name__)

TOGETHER = 40  # letters in one transaction
TOGETHER_BYTES = 16 * 1024 * 1024


@dataclass
class Outcome:
    """What an import came to."""

    kept: int = 0
    known: int = 0
    troubles: list[str] = field(default_factory=list)


def import_mail(letters: Sequence[Found], *, mailbox: Mailbox, progress: Callable[[int, int], None]) -> Outcome:
    """File old letters under a mailbox, in their order. Those that it has already are passed over, so that it can be resumed.

    A letter that cannot be filed is listed and stops no other.
    """
    outcome, done = Outcome(), 0
    us = {agent.email.lower(): agent for agent in Agent.objects.all()}
    for group in _groups(letters):
        contents = [(found, found.content()) for found in group]
        try:
            outcome.kept += _file(contents, mailbox, us)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            _file_each(contents, mailbox, us, outcome)
        done += len(group)
        outcome.known = done - outcome.kept - len(outcome.troubles)
        progress(done, len(letters))
    return outcome


def _groups(letters: Sequence[Found]) -> list[list[Found]]:
    groups: list[list[Found]] = []
    room = bytes_left = 0
    for found in letters:
        size = found.end - found.start
        if not room or size > bytes_left:
            groups.append([])
            room, bytes_left = TOGETHER, TOGETHER_BYTES
        groups[-1].append(found)
        room, bytes_left = room - 1, bytes_left - size
    return groups


def _file_each(
    contents: Sequence[tuple[Found, bytes]], mailbox: Mailbox, us: dict[str, Agent], outcome: Outcome
) -> None:
    for found, content in contents:
        try:
            outcome.kept += _file([(found, content)], mailbox, us)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            log.debug("%s cannot be filed", found, exc_info=error)
            outcome.troubles.append(f"{found}: {type(error).__name__}: {error}")


@transaction.atomic
def _file(contents: Sequence[tuple[Found, bytes]], mailbox: Mailbox, us: dict[str, Agent]) -> int:
    """How many of these were new."""
    named = {hashlib.sha256(content).hexdigest(): (found, content) for found, content in contents}
    known = set(InboundLetter.objects.filter(mailbox=mailbox, raw__in=named).values_list("raw", flat=True))
    fresh = {name: letter for name, letter in named.items() if name not in known}
    keep_bytes({name: content for name, (_, content) in fresh.items()})
    directory = Directory.load()
    rows = [InboundLetter(source="import", mailbox=mailbox, inbox_id=mailbox.inbox_id, raw_id=name) for name in fresh]
    readings = [read(row, fresh[row.raw_id][1], directory) for row in rows]
    hold(name for reading in readings for name in reading.names)
    earlier = ledger.twins(rows)
    with gathered():
        for reading in readings:
            keep_old_letter(reading, at=fresh[reading.row.raw_id][0].at, directory=directory, earlier=earlier, us=us)
    return len(InboundLetter.objects.bulk_create(rows, ignore_conflicts=True))
