"""Delivery reports: whom a letter did not reach and why, from RFC 3464 parts or from the prose of older servers."""

import re
from collections.abc import Iterable

from regulars.channels.email.letter import Bounce
from regulars.channels.email.mime import charsets
from regulars.channels.email.mime.header_block import HeaderBlock, read_header_block
from regulars.channels.email.mime.message_ids import message_ids_in
from regulars.channels.email.mime.parts import Part

REPORTS = {"message/delivery-status", "message/global-delivery-status"}
ORIGINALS = {
    "message/rfc822",
    "text/rfc822-headers",
    "message/global",
    "message/global-headers",
    "message/rfc822-headers",
}
LONGEST = 256 * 1024
GROUPS = re.compile(rb"(?:\r?\n){2,}")
ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
REPLY_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -])")
ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
ORIGINAL_ID = re.compile(r"^[ \t>]*Message-ID:\s*(<[^<>\s]{1,998}>)", re.I | re.M)
BELOW = re.compile(
    r"^.{0,40}(?:below this line is a copy|this is a copy of the message|original message (?:follows|headers)|----- ?original message|"
    r"original-nachricht|------ this is a copy|message header follows|included (?:below|message)|---- ?transcript)",
    re.I | re.M,
)
SAYS_WHY = re.compile(
    r"user unknown|unknown user|no such user|does not exist|mailbox (?:is )?(?:full|unavailable|not found)|over quota|quota exceeded|not found|"
    r"rejected|refused|unroutable|no mailbox|invalid|couldn't be found|unavailable|timed out|relay|blocked|denied|disabled|said:",
    re.I,
)
FULL = re.compile(r"(?:mailbox|quota|storage|inbox).{0,40}(?:full|exceeded|over)|over ?quota|out of storage", re.I)
PASSING = re.compile(
    r"\bdelay|will (?:be retried|retry|continue to try|keep trying)|still (?:being )?(?:trying|queued)|temporar|warning message only",
    re.I,
)


def actions_in(parts: Iterable[Part]) -> set[str]:
    """What reports say was done for their recipients: failed, delayed, delivered, relayed, expanded."""
    return {fields.text("action").strip().lower() for fields in recipients_fields(parts)} - {""}


def bounce_in(parts: list[Part], text: str, *, to: tuple[str, ...] = ()) -> Bounce:
    """The bounce that a delivery report tells of; fields stay empty where it does not say."""
    fields = list(recipients_fields(parts))
    prose = above_the_copy(text)
    recipients = _named_recipients(fields) or _failed_recipients(parts[0].headers) or _recipients_in(prose, to)
    reason = next((reason_of(each) for each in fields if reason_of(each)), "") or _reason_in(prose)
    status = next((each.text("status").split()[0] for each in fields if each.text("status")), "") or _status_in(
        reason, prose
    )
    is_passing = "delayed" in actions_in(parts) or (not fields and is_tried_further(prose))
    return Bounce(
        recipients=recipients,
        status=status,
        reason=reason[:1000],
        is_hard=not is_passing and not status.startswith("4") and not is_full(status, reason),
        original_message_id=_original_id(parts, text),
    )


def above_the_copy(text: str) -> str:
    """The words of the server itself, without the letter that it gives back."""
    return text[: found.start()] if (found := BELOW.search(text)) else text


def is_tried_further(prose: str) -> bool:
    """Whether the server only warns, and has not given up."""
    return bool(PASSING.search(prose[:2000]))


def is_full(status: str, reason: str) -> bool:
    """A full mailbox is emptied some day, whatever class its server gives it."""
    return status.endswith(".2.2") or bool(FULL.search(reason))


def recipients_fields(parts: Iterable[Part]) -> Iterable[HeaderBlock]:
    """The groups of fields about a recipient each (RFC 3464, 2.3)."""
    for part in parts:
        if part.content_type in REPORTS:
            for group in GROUPS.split(part.content[:LONGEST].strip()):
                fields, _ = read_header_block(group, 0, len(group))
                if fields.text("final-recipient") or fields.text("original-recipient") or fields.text("action"):
                    yield fields


def _named_recipients(fields: list[HeaderBlock]) -> tuple[str, ...]:
    failed = [
        each for each in fields if each.text("action").strip().lower() not in {"delivered", "relayed", "expanded"}
    ]
    named = (address_in(each.text("final-recipient") or each.text("original-recipient")) for each in failed)
    return tuple(dict.fromkeys(filter(None, named)))


def address_in(value: str) -> str:
    """`rfc822; jane@…` without its type."""
    return value.rpartition(";")[2].strip().strip("<>").strip()


def _failed_recipients(headers: HeaderBlock) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ADDRESS.findall(headers.text("x-failed-recipients"))))


def _recipients_in(prose: str, to: tuple[str, ...]) -> tuple[str, ...]:
    """The first address in the prose that is neither the report's own recipient nor a postmaster."""
    ours = {address.lower() for address in to}
    found = [each for each in ADDRESS.findall(prose[:5000]) if each.lower() not in ours]
    found = [each for each in found if not each.lower().startswith(("postmaster@", "mailer-daemon@"))]
    return (found[0].rstrip("."),) if found else ()


def reason_of(fields: HeaderBlock) -> str:
    diagnosis = fields.decoded("diagnostic-code")
    return " ".join(re.sub(r"^[\w-]{1,20}\s*;\s*", "", diagnosis).split())


def _reason_in(prose: str) -> str:
    lines = [line.strip() for line in prose[:6000].splitlines() if line.strip()]
    told = next((line for line in lines if ENHANCED.search(line) or REPLY_CODE.search(line)), "")
    return told or next((line for line in lines if SAYS_WHY.search(line)), "")


def _status_in(reason: str, prose: str) -> str:
    for text in (reason, prose[:6000]):
        if found := ENHANCED.search(text):
            return found[1]
    code = REPLY_CODE.search(reason)
    return f"{code[1][0]}.0.0" if code else ""


def _original_id(parts: list[Part], text: str) -> str:
    for part in parts[1:]:
        if part.content_type in ORIGINALS:
            headers, _ = read_header_block(part.content, 0, len(part.content))
            if ids := message_ids_in(headers.text("message-id")):
                return ids[0]
    for part in parts:
        if part.content_type in REPORTS and (found := ORIGINAL_ID.search(charsets.decode(part.content[:20_000]))):
            return found[1]
    if found := ORIGINAL_ID.search(text):
        return found[1]
    named = (
        parts[0].headers.text("x-original-message-id")
        or parts[0].headers.text("in-reply-to")
        or parts[0].headers.text("references")
    )
    return next(iter(reversed(message_ids_in(named))), "")
