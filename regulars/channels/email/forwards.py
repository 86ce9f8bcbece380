"""Letters of customers that somebody of us passed on: who had written, and what, however the mail program says so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from regulars.channels.email.letter import Address, Letter
from regulars.channels.email.parse_apart import parse_apart
from regulars.lib.quotes.subjects import is_forward
from regulars.lib.quotes.words import FORWARDED_MESSAGE, HEADERS

LONGEST_LABEL = 40  # characters before the colon
NEAR = 12  # lines that the labels of one letter may take
_QUOTED = re.compile(r"^[>\s*|]+")
_LABEL = re.compile(rf"^[*_\s]*([^\s:：<>@][^:：<>@]{{0,{LONGEST_LABEL}}}?)[*_\s]*[:：][*_\s]*(.*)$")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_KINDS = {label: kind for kind, labels in HEADERS.items() for label in labels}
_FROM = frozenset(HEADERS["from"])


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The author of the letter that was passed on, its subject, and its words when they came as a file."""

    author: Address
    subject: str = ""
    text: str = ""


def forwarded(letter: Letter) -> Forwarded | None:
    """What this letter passes on, or None: it is nobody's but its author's."""
    return _attached(letter) or _quoted(letter)


def _attached(letter: Letter) -> Forwarded | None:
    for file in letter.attachments:
        if file.content_type == "message/rfc822" or file.name.lower().endswith((".eml", ".msg")):
            inner = parse_apart(file.content)
            if inner.from_email:
                return Forwarded(Address(inner.from_name, inner.from_email), inner.subject, inner.text)
    return None


def _quoted(letter: Letter) -> Forwarded | None:
    lines = [_QUOTED.sub("", line).strip() for line in letter.text.splitlines()]
    begin = next((number for number, line in enumerate(lines) if _is_mark(line)), None)
    if begin is None and not is_forward(letter.subject):
        return None
    for number in range(begin or 0, len(lines)):
        if found := _labels(lines, number):
            return found
    return None


def _is_mark(line: str) -> bool:
    """A line that says no more than that a forwarded message follows."""
    return line.strip("-—_=*: ").casefold() in FORWARDED_MESSAGE


def _labels(lines: list[str], start: int) -> Forwarded | None:
    """The letter whose labels (from, sent, to, subject) stand here; a name that wraps goes on in the next line."""
    label, value = _label(lines[start])
    if label not in _FROM:
        return None
    found = {"from": value}
    before = [_label(line) for line in lines[max(start - 4, 0) : start]]  # Thunderbird begins with the subject
    above = {_KINDS[label]: value for label, value in before if label in _KINDS}
    for line in lines[start + 1 : start + NEAR]:
        label, value = _label(line)
        kind = _KINDS.get(label, "")
        if kind:
            found.setdefault(kind, value)
        elif "@" not in found["from"] and len(found) == 1:
            found["from"] += f" {line}"
        elif len(found) > 2 and not line:
            break
    found = above | found
    address = _ADDRESS.search(found["from"])
    if address is None or len(found) < 3:
        return None
    name = found["from"][: address.start()].strip(" \t<[(\"'*").removesuffix("mailto:").strip(" \t<[(\"'*")
    return Forwarded(Address(name, address.group()), found.get("subject", "").strip("* "))


def _label(line: str) -> tuple[str, str]:
    found = _LABEL.match(line)
    return (found[1].strip().casefold(), found[2]) if found else ("", "")
