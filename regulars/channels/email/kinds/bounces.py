"""Bounces: whom a letter of ours did not reach and why, from the fields of a report or from the words of a server."""

import re

from regulars.channels.email.kinds.delivery_status import (
    ARRIVED,
    REPORTS,
    action_of,
    address_in,
    address_of,
    reason_of,
    recipients_fields,
    status_of,
)
from regulars.channels.email.kinds.lasting import is_hard, is_tried_further
from regulars.channels.email.kinds.prose import ADDRESS, above_the_copy, reason_in, recipients_in, status_in
from regulars.channels.email.letter import Bounce
from regulars.channels.email.mime import charsets
from regulars.channels.email.mime.header_block import HeaderBlock, read_header_block
from regulars.channels.email.mime.message_ids import message_ids_in
from regulars.channels.email.mime.parts import Part, tree

ORIGINALS = {
    "message/rfc822",
    "text/rfc822-headers",
    "message/global",
    "message/global-headers",
    "message/rfc822-headers",
}
ORIGINAL_ID = re.compile(r"^[ \t>]*(?:Original-)?Message-ID:\s*(<[^<>\s]{1,998}>)", re.I | re.M)
BARE_NAME = re.compile(r":[ \t]*\r?\n\s*([\w.+-]{2,64})[ \t]*(?:\r?\n|$)")
NAMED_IN = ("x-failed-recipients", "original-recipient", "final-recipient")
WRITTEN_TO = ("to", "cc", "x-envelope-to", "x-original-to", "delivered-to", "x-failed-recipients")
MDN = "message/disposition-notification"


def bounce_in(parts: list[Part], text: str, *, to: tuple[str, ...] = (), sender: str = "") -> Bounce:
    """The bounce that a delivery report tells of; fields stay empty where it does not say.

    `to` and `sender` are the report's own: whoever else is named in its words did not get the letter.
    """
    parts = _report_inside(parts)
    copy = _copy_in(parts, text)
    written_to = {each.lower() for name in WRITTEN_TO for each in ADDRESS.findall(copy.text(name))}
    prose = above_the_copy(text)
    fields = [each for each in recipients_fields(parts) if action_of(each) not in ARRIVED]
    told = next((each for each in fields if reason_of(each)), next(iter(fields), None))
    named = _named(fields, written_to)
    recipients = (
        tuple(each for each in named if "@" in each)  # gateways and mailbox files have names, too
        or _named_in_headers(parts)
        or recipients_in(prose, others={each.lower() for each in (*to, sender)})
        or _bare_name(prose, sender)
        or _only_addressee(copy)
        or named
    )
    reason = (reason_of(told) if told else "") or reason_in(prose, recipients)
    status = next(filter(None, map(status_of, fields)), "") or status_in(reason, prose)
    is_passing = any(action_of(each) == "delayed" for each in fields) or (not fields and is_tried_further(prose))
    return Bounce(
        recipients=recipients,
        status=status,
        reason=reason[:1000],
        is_hard=not is_passing and is_hard(status, f"{reason} {status_words(fields)}"),
        original_message_id=_original_id(parts, copy, text),
    )


def status_words(fields: list[HeaderBlock]) -> str:
    """What servers add to their status in brackets."""
    return " ".join(each.text("status") for each in fields)


def _report_inside(parts: list[Part]) -> list[Part]:
    """Gateways wrap the report of another server whole: then that one is read."""
    if any(part.content_type in REPORTS for part in parts):
        return parts
    for part in parts[1:]:
        if part.content_type == "message/rfc822":
            inner = tree(part.content.lstrip(b"\r\n")).walk()
            if inner[0].parameters.get("report-type", "").lower() == "delivery-status":
                return inner
    return parts


def _named(fields: list[HeaderBlock], written_to: set[str]) -> tuple[str, ...]:
    named = (address_of(each, written_to=written_to) for each in fields)
    return tuple(dict.fromkeys(filter(None, named)))


def _named_in_headers(parts: list[Part]) -> tuple[str, ...]:
    """Exim names them in a header; mail filters (RFC 5429) reject in the form of a receipt."""
    root = parts[0].headers
    failed = [each for name in NAMED_IN for each in ADDRESS.findall(root.text(name))]
    for part in parts if not failed else ():
        if part.content_type == MDN:
            fields = _headers_in(part.content)
            failed.append(address_in(fields.text("original-recipient") or fields.text("final-recipient")))
    return tuple(dict.fromkeys(filter(None, failed)))


def _bare_name(prose: str, sender: str) -> tuple[str, ...]:
    """Some servers list their own people without the domain, alone on a line below a colon."""
    found = BARE_NAME.search(prose)
    return (f"{found[1]}@{sender.rpartition('@')[2]}",) if found and sender else ()


def _only_addressee(copy: HeaderBlock) -> tuple[str, ...]:
    """Whom the returned letter was for, if it was for one only."""
    for name in ("x-envelope-to", "x-original-to", "to"):
        if len(found := set(ADDRESS.findall(copy.text(name)))) == 1:
            return tuple(found)
    return ()


def _copy_in(parts: list[Part], text: str) -> HeaderBlock:
    """The headers of the letter that came back: a part of its own, a file of headers, or below the server's words."""
    for part in parts[1:]:
        if part.content_type in ORIGINALS and (headers := _headers_in(part.content)):
            return headers
    files = (part for part in parts[1:] if part.content_type == "text/plain" and part.disposition[0] == "attachment")
    for headers in map(_headers_in, (part.content for part in files)):
        if headers.text("message-id"):
            return headers
    below = text[len(above_the_copy(text)) :]
    found = re.search(r"^(?:Return-Path|Received|Date|From|Message-ID|Subject|To)[ \t]*:", below, re.I | re.M)
    return _headers_in(below[found.start() :].encode()) if found else HeaderBlock([])


def _headers_in(content: bytes) -> HeaderBlock:
    content = content[: 256 * 1024].lstrip(b"\r\n")
    return read_header_block(content, 0, len(content))[0]


def _original_id(parts: list[Part], copy: HeaderBlock, text: str) -> str:
    if ids := message_ids_in(copy.text("message-id")):
        return ids[0]
    for part in parts:
        if part.content_type in {*REPORTS, MDN} and (
            found := ORIGINAL_ID.search(charsets.decode(part.content[:20_000]))
        ):
            return found[1]
    if found := ORIGINAL_ID.search(text):
        return found[1]
    root = parts[0].headers
    named = root.text("x-original-message-id") or root.text("in-reply-to") or root.text("references")
    return next(iter(reversed(message_ids_in(named))), "")
