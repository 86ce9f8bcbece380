"""Why a letter did not arrive, and what to do about it, from the codes and the words of mail servers."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Why(NamedTuple):
    """A reason as people say it, and what they can do."""

    reason: object
    advice: object


NO_MAILBOX = Why(_("there is no such mailbox"), _("Check how the address is spelled, or reach them another way."))
NO_DOMAIN = Why(_("no mail server takes letters for that address"), _("Check what stands behind the @."))
CLOSED = Why(_("the mailbox is closed"), _("Reach them another way."))
FULL = Why(_("the mailbox is full"), _("Try again in some days."))
TOO_LARGE = Why(_("the letter is too large for their server"), _("Send a link instead of the file."))
UNWANTED = Why(
    _("their server does not want letters from us"),
    _("Ask whoever runs your mail to look at SPF, DKIM and DMARC."),
)
NO_ANSWER = Why(_("their server did not answer"), _("Try again later."))

# Enhanced status codes (RFC 3463 and the registry of RFC 5248), then what servers say that send none worth the name.
CODES: tuple[tuple[str, Why], ...] = (
    (r"\d\.1\.(?:[0136]|10)|5\.2\.0", NO_MAILBOX),
    (r"\d\.1\.2|5\.4\.(?:4|310|14|6)", NO_DOMAIN),
    (r"\d\.2\.1", CLOSED),
    (r"\d\.2\.2", FULL),
    (r"\d\.(?:2\.3|3\.4)", TOO_LARGE),
    (r"\d\.(?:7\.\d+|1\.[78])", UNWANTED),
    (r"4\.4\.\d+|5\.4\.[17]|5\.4\.300", NO_ANSWER),
)
WORDS: tuple[tuple[str, Why], ...] = (
    (r"(?:mailbox|quota|inbox|storage).{0,40}(?:full|exceeded|over)|over ?quota|out of storage", FULL),
    (r"disabled|inactive|suspended|no longer", CLOSED),
    (r"too (?:large|big)|size (?:limit|exceed)|exceeds? .{0,30}size", TOO_LARGE),
    (r"spam|blacklist|blocklist|blocked|policy|dmarc|spf|reputation", UNWANTED),
    (r"(?:host|domain).{0,20}(?:not found|unknown|does not exist|invalid)|unrouteable|nxdomain", NO_DOMAIN),
    (
        r"no such|unknown user|user unknown|does ?n.t exist|does not exist|no mailbox|not found|nobody here|unknown recipient|"
        r"invalid recipient|recipient rejected|address rejected|mailbox unavailable",
        NO_MAILBOX,
    ),
    (r"timed? ?out|connection refused|did not answer|unreachable", NO_ANSWER),
)


def why(status: str, reason: str) -> Why | None:
    """What we make of it; nothing when we have only the server's own words."""
    by_code = next((found for pattern, found in CODES if re.fullmatch(pattern, status)), None)
    return by_code or next((found for pattern, found in WORDS if re.search(pattern, reason, re.I)), None)


def why_in_words(status: str, reason: str) -> tuple[str, str]:
    """The reason in a few words, in those of the server where we have none; and advice, perhaps empty."""
    if found := why(status, reason):
        return str(found.reason), str(found.advice)
    return reason or str(_("their server gave no reason")), ""


def is_about_address(status: str, reason: str) -> bool:
    """Whether it is the address that takes no letters, rather than this one letter, or any from us."""
    return why(status, reason) not in (TOO_LARGE, UNWANTED, FULL, NO_ANSWER) and not re.fullmatch(
        r"5\.[56]\.\d+|5\.3\.[1-5]", status
    )
