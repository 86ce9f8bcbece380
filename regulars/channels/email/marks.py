"""What servers on the way wrote above a letter: in the order it stands there, newest first, and nothing else of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from regulars.channels.email.mime.header_block import BLANK_LINE, LONGEST

MARK = re.compile(
    rb"^(authentication-results|x-spam(?:-flag|-status|-score|-level|-action|-bar)?|x-ham-report|x-spamd-bar|x-spamd-result|x-rspamd-action|x-rspamd-score"
    rb"|x-ms-exchange-organization-scl|x-forefront-antispam-report|x-microsoft-antispam|x-proofpoint-spam-details"
    rb"|x-barracuda-spam-status|x-barracuda-spam-flag|x-suspected-spam|x-ovh-spam-reason|x-yandex-spam|x-mailscanner-spamcheck"
    rb"|x-ses-spam-verdict|x-ses-virus-verdict|x-mailgun-sflag)"
    rb"[ \t]*:([^\r\n]*(?:(?>\r\n|\n|\r)[ \t][^\r\n]*)*)(?>\r\n|\n|\r)?",
    re.I | re.M,
)
FROM_OUTSIDE = re.compile(rb"^(?:from|received)[ \t]*:", re.I | re.M)
WHITE = re.compile(r"\s+")


class Mark(NamedTuple):
    """One header, unfolded. `follows` when it stands directly below the mark before it, `is_appended` when no From and no
    Received stands below it: then what stands above it may be the sender's."""

    name: str  # in lower case
    value: str
    follows: bool
    is_appended: bool


def marks_in(raw: bytes) -> list[Mark]:
    """The marks of servers, from the top. At most 256 kB of headers are looked at."""
    blank = BLANK_LINE.search(raw, 0, LONGEST)
    end = blank.end() if blank else min(len(raw), LONGEST)
    last_outside = max((each.start() for each in FROM_OUTSIDE.finditer(raw, 0, end)), default=-1)
    found, last_end = [], -1
    for each in MARK.finditer(raw, 0, end):
        value = WHITE.sub(" ", each[2].decode("utf-8", "replace")).strip()
        found.append(
            Mark(each[1].decode("ascii").lower(), value, each.start() == last_end, each.start() > last_outside)
        )
        last_end = each.end()
    return found
