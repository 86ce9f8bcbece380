"""Whether what is written to a public address reaches us, and the letters that ask whether it may."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from regulars.channels.email.letter import Letter
from regulars.channels.email.models import ForwardingCheck, InboundLetter, Mailbox, Reason
from regulars.channels.email.parse_apart import parse_apart
from regulars.channels.email.threads import signing_key
from regulars.lib import signing

PURPOSE = "forwarding"
NAME = re.compile(rf"forwarding([0-9]{{1,18}})\.([{signing.ALPHABET}]{{{signing.LENGTH}}})", re.I)
GMAIL = "forwarding-noreply@google.com"
CODE = re.compile(r"#?\b(\d{6,12})\b")
LINK = re.compile(r"https://(?:mail|mail-settings|isolated\.mail)\.google\.com/mail/vf-[^\s<>\"]+")
ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,253}\.\w{2,24}")
SHOWN_FOR = timedelta(days=14)


class Asked(NamedTuple):
    """Gmail asks whether somebody's letters may be forwarded to us."""

    who: str  # whose letters, as far as it says
    code: str
    link: str
    letter: InboundLetter


def name_of(check: ForwardingCheck) -> str:
    """What stands in the Message-ID and in the subject of a test letter, and nobody else can write."""
    return f"forwarding{check.pk}.{signing.token(PURPOSE, str(check.pk), key=signing_key())}"


def check_named_in(letter: Letter) -> ForwardingCheck | None:
    """The check whose test letter this is; some forwarders give letters another Message-ID, and leave the subject alone."""
    for found in NAME.finditer(f"{letter.message_id} {letter.subject}"):
        if signing.verify(PURPOSE, found[1], found[2], key=signing_key()):
            return ForwardingCheck.objects.filter(pk=int(found[1])).first()
    return None


def note_arrival(check: ForwardingCheck, row: InboundLetter) -> None:
    """A test letter is here; the first time counts."""
    ForwardingCheck.objects.filter(pk=check.pk, came_at=None).update(came_at=row.received_at, letter=row)


def asks_for_forwarding(letter: Letter, *, trust: str) -> bool:
    """Whether Gmail asks to confirm a forwarding address, in whatever language. A letter that was disproved asks nothing."""
    return letter.from_email.lower() == GMAIL and trust != "fail" and bool(_code(letter) or LINK.search(letter.text))


def asked(mailbox: Mailbox) -> list[Asked]:
    """What was asked lately, the newest first."""
    since = timezone.now() - SHOWN_FOR
    found = InboundLetter.objects.filter(mailbox=mailbox, reason=Reason.FORWARDING, received_at__gt=since)
    return [_asked(row) for row in found.select_related("raw").order_by("-pk")[:5]]


def _asked(row: InboundLetter) -> Asked:
    letter = parse_apart(bytes(row.raw.content))
    link = LINK.search(letter.text) or LINK.search(letter.html)
    ours = {row.mailbox.address, *row.mailbox.aliases, row.envelope_to, GMAIL} if row.mailbox else {GMAIL}
    named = (each.lower() for each in ADDRESS.findall(f"{letter.subject} {letter.text}"))
    who = next((each for each in named if each not in ours and not each.endswith("@google.com")), "")
    return Asked(who, _code(letter), link[0].replace("&amp;", "&") if link else "", row)


def _code(letter: Letter) -> str:
    found = CODE.search(letter.subject) or CODE.search(LINK.sub("", letter.text))
    return found[1] if found else ""
