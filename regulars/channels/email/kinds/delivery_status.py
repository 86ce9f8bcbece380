"""The fields of delivery reports (RFC 3464), and what real servers make of them."""

import re
from collections.abc import Collection, Iterable

from regulars.channels.email.mime.header_block import HeaderBlock, read_header_block
from regulars.channels.email.mime.parts import Part

REPORTS = {"message/delivery-status", "message/global-delivery-status"}
LONGEST = 256 * 1024
GROUPS = re.compile(rb"(?:\r?\n[ \t]*){2,}")
ACTIONS = {
    "failed": ("fail", "error", "undeliver", "reject", "bounce"),
    "delayed": ("delay", "defer"),
    "delivered": ("deliver",),
    "relayed": ("relay",),
    "expanded": ("expand",),
}  # what servers write where one of the five words belongs: `failure`, `Failed (bad mailbox)`, `error`
ARRIVED = {"delivered", "relayed", "expanded"}
AN_ADDRESS = re.compile(r"[^\s/<>@]+@[^\s/<>@]+")
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
REPLY_CODE = re.compile(r"[245]\d\d\b")


def recipients_fields(parts: Iterable[Part]) -> Iterable[HeaderBlock]:
    """The groups of fields about a recipient each (RFC 3464, 2.3)."""
    for part in parts:
        if part.content_type in REPORTS:
            for group in GROUPS.split(part.content[:LONGEST].strip()):
                fields, _ = read_header_block(group, 0, len(group))
                if fields.text("final-recipient") or fields.text("original-recipient") or fields.text("action"):
                    yield fields


def action_of(fields: HeaderBlock) -> str:
    """What was done for a recipient: one of `ACTIONS`. A report is written because something failed, unless it says else."""
    told = fields.text("action").strip().lower()
    named = next((action for action, words in ACTIONS.items() if told.startswith(words)), "")
    return named or ("delivered" if fields.text("status").startswith("2") else "failed")


def actions_in(parts: Iterable[Part]) -> set[str]:
    """What reports say was done for their recipients."""
    return {action_of(fields) for fields in recipients_fields(parts)}


def address_of(fields: HeaderBlock, *, written_to: Collection[str] = ()) -> str:
    """The recipient as the sender wrote it: one of `written_to` (in lower case) if named, else before any redirection."""
    named = [each for each in addresses_of(fields) if each]
    known = (each for each in named if each.lower() in written_to)
    written = (each for each in named if AN_ADDRESS.fullmatch(each))  # gateways also name people of X.400
    return next(known, "") or next(written, "") or next(iter(named), "")


def addresses_of(fields: HeaderBlock) -> list[str]:
    """All names of a recipient, the sender's own first."""
    return [address_in(fields.text(name)) for name in ("original-recipient", "final-recipient", "x-actual-recipient")]


def address_in(value: str) -> str:
    """`rfc822; jane@…` without its type."""
    return value.rpartition(";")[2].strip().strip("<>").strip()


def reason_of(fields: HeaderBlock) -> str:
    """The diagnosis in the words of the server that refused."""
    diagnosis = " ".join(re.sub(r"^[\w-]{1,20}\s*;\s*", "", fields.decoded("diagnostic-code")).split())
    told = fields.text("status").partition(" ")[2].strip()
    return diagnosis or told.strip("()")


def status_of(fields: HeaderBlock) -> str:
    """The enhanced status (RFC 3463), where need be from what stands beside it; "" when nothing tells."""
    told = fields.text("status")
    if found := STATUS.search(told) or STATUS.search(reason_of(fields)):
        return found[0]
    code = REPLY_CODE.match(told) or REPLY_CODE.match(reason_of(fields))
    return f"{code[0][0]}.0.0" if code else ""
