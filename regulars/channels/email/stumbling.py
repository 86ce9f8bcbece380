"""Letters that an IMAP server names and does not give out: we go on past them, and say so."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from imaplib import IMAP4

from imapclient import IMAPClient

from regulars.channels.email.keeping import Arrival
from regulars.channels.email.models import FolderCursor

# Failures at one place after which we ask for the next letter alone, for its headers alone, for nothing of it.
ALONE, HEADERS, NOTHING = 1, 4, 7
BAD_HOUR = 3600.0  # seconds: before, the server may be unwell, and the letter whole when it is better
UNTOLD = "Subject: A letter that the mail server does not give out\r\nComments: {}, UIDVALIDITY {}, UID {}\r\n\r\n"


class Stumbles:
    """Where folders could not be read on, and how often. Outlives connections: many servers hang up instead of saying no."""

    def __init__(self) -> None:
        self._failures: Counter[tuple[str, int, int]] = Counter()
        self._patient_until: dict[tuple[str, int, int], float] = {}  # by time.monotonic()

    @contextmanager
    def at(self, cursor: FolderCursor) -> Iterator[int]:
        """Read on from here. The block is told how often that has failed, and of HEADERS only when it is this letter alone, or
        when an hour is over."""
        place = _place(cursor)
        failures = self._failures[place]
        if time.monotonic() < self._patient_until.get(place, 0.0):
            failures = min(failures, HEADERS - 1)
        try:
            yield failures
        except (IMAP4.error, OSError):  # also a server that falls silent, or cuts the line
            self._failures[place] = failures + 1
            self._patient_until.setdefault(place, time.monotonic() + BAD_HOUR)
            raise
        del self._failures[place]
        self._patient_until.pop(place, None)

    def others_come(self, cursor: FolderCursor) -> None:
        """The server does give out later letters: if it fails here once more, it is this letter alone."""
        self._patient_until[_place(cursor)] = 0.0


def gives_out(client: IMAPClient, uids: Sequence[int]) -> bool:
    """Whether any of these letters is to be had."""
    try:
        said = client.fetch(uids, ["BODY.PEEK[]<0.65536>"]) if uids else {}
    except IMAP4.abort:
        raise
    except IMAP4.error:
        return False
    return any(value for each in said.values() for name, value in each.items() if name.startswith(b"BODY["))


def withheld(client: IMAPClient, cursor: FolderCursor, uid: int, *, source: str, failures: int = 0) -> Arrival:
    """What can be had of the letter: its headers, or nothing but the place where it lies."""
    peeked = client.fetch([uid], ["BODY.PEEK[HEADER]"]) if failures < NOTHING else {}
    content = peeked.get(uid, {}).get(b"BODY[HEADER]")
    return Arrival(
        content=content or UNTOLD.format(cursor.folder, cursor.uidvalidity, uid).encode(),
        original_size=0,
        source=source,
        mailbox_id=cursor.mailbox_id,
        folder=cursor.folder,
        uidvalidity=cursor.uidvalidity,
        uid=uid,
    )


def _place(cursor: FolderCursor) -> tuple[str, int, int]:
    return cursor.folder, cursor.uidvalidity, cursor.last_uid
