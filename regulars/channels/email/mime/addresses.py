"""Who stands in a From, To or Cc header, however it is written: names, comments, groups, missing quotes and brackets."""

import re

from regulars.channels.email.letter import Address
from regulars.channels.email.mime import encoded_words

MOST = 2000
LONGEST = 4000  # characters of one mailbox
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|<[^<>]*>|[,;:()]|\\.|[^",;:()<\\]+|.', re.S)
COMMA_LOST = re.compile(r"(?<=>)\s+(?=[^\s<>]+ [^<>]*<[^<>\s]+@[^<>\s]+>)")
IN_BRACKETS = re.compile(r"<([^<>]*)>")
ADDRESS = re.compile(r"[^\s<>()\[\],;:\"']+@(?:\[[^\]\s]+\]|[^\s<>()\[\],;:\"'@]+)")
COMMENT = re.compile(r"\(((?:[^()\\]|\\.)*+)\)")
ESCAPED = re.compile(r"\\([\\'()])")
NOBODY = re.compile(r"undisclosed[- ]recipients|unlisted[- ]recipients|recipient list not shown", re.I)


def addresses_in(value: str) -> tuple[Address, ...]:
    """Each mailbox in a header, in order; groups give their members, an empty group nobody."""
    if not value:
        return ()
    found = [address for piece in _mailboxes(value) for one in COMMA_LOST.split(piece) if (address := _address(one))]
    return tuple(found[:MOST])


def first_address(value: str) -> Address | None:
    """The first mailbox that has an address."""
    return next((address for address in addresses_in(value) if address.email), None)


def _mailboxes(value: str) -> list[str]:
    """The header cut at its commas, but not within quotes, comments or brackets."""
    if not any(mark in value for mark in '",;:('):
        return [value]
    pieces, current, depth = [], "", 0
    for token in TOKEN.findall(value):
        if token == "(":
            depth += 1
        elif token == ")":
            depth = max(0, depth - 1)
        elif not depth and token in ",;":
            pieces.append(current)
            current = ""
            continue
        elif not depth and token == ":" and "@" not in current and "<" not in current:
            current = ""  # a group's name
            continue
        current += token
    return _with_their_surnames([*pieces, current][:MOST])


def _with_their_surnames(pieces: list[str]) -> list[str]:
    """`Doe, Jane <jane@…>` without the quotes it needs was cut in two: joined again."""
    joined: list[str] = []
    waiting = ""
    for piece in pieces:
        if piece.strip() and "@" not in piece and "<" not in piece and "=?" not in piece:
            waiting = f"{waiting},{piece}" if waiting else piece
        elif waiting and "<" in piece and not piece.lstrip().startswith("<"):
            joined.append(f"{waiting},{piece}")
            waiting = ""
        else:
            joined += [waiting, piece] if waiting else [piece]
            waiting = ""
    return [*joined, waiting]


def _address(piece: str) -> Address | None:
    piece = piece.strip()[:LONGEST]
    if not piece or NOBODY.search(piece):
        return None
    bracketed = IN_BRACKETS.findall(piece)
    if bracketed:
        inside = next((one for one in reversed(bracketed) if "@" in one), bracketed[-1])
        name = _name(piece[: piece.rfind(f"<{inside}>")] or _comments(piece))
        return Address(name=name, email=_clean_address(inside) or _address_within(name))
    if "@" not in piece and "=?" in piece:
        decoded = encoded_words.decode(piece)
        return _address(decoded) if "@" in decoded else Address(name=_name(piece), email="")
    if address := _address_within(COMMENT.sub(" ", piece)):
        return Address(name=_name(_comments(piece) or piece.replace(address, " ")), email=address)
    return Address(name=_name(piece.strip("<>")), email="")


def _comments(piece: str) -> str:
    start, end = piece.find("("), piece.rfind(")")
    return piece[start + 1 : end] if -1 < start < end else ""


def _address_within(text: str) -> str:
    found = ADDRESS.search(text)
    return _clean_address(found[0]) if found else ""


def _clean_address(text: str) -> str:
    text = encoded_words.decode(text)
    text = COMMENT.sub("", text).strip().strip("'\"<> \t").removeprefix("mailto:").removeprefix("MAILTO:")
    if text.startswith("@") and ":" in text:
        text = text.rpartition(":")[2]  # a route of RFC 822
    local, at, domain = text.rpartition("@")
    if not at:
        return ""
    return f"{local.strip()}@{domain.strip().rstrip('.')}".replace(" ", "") if local.strip() else ""


def _name(text: str) -> str:
    """A display name without its quotes and escapes, on one line."""
    text = encoded_words.decode(ESCAPED.sub(r"\1", text.replace('\\"', "\0").replace('"', "").replace("\0", '"')))
    text = " ".join(text.split()).strip(" ,;<>")
    while len(text) > 1 and text[0] + text[-1] in {"''", '""', "()"}:
        text = text[1:-1].strip()
    return text
