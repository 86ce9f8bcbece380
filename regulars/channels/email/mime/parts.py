"""Bytes to a tree of parts, in one pass and without ever failing.

Works on offsets into the letter's bytes: nothing is copied, decoded or written anew before somebody asks for a part's
content, so that 50 MB of attachments cost little more than finding their ends.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from regulars.channels.email.mime import parameters, transfer
from regulars.channels.email.mime.header_block import HeaderBlock, read_header_block

MOST_PARTS = 1000
DEEPEST = 50
EMPTY_LINES = re.compile(rb"(?:[ \t]*+[\r\n]++)*+")
A_PART_BEGINS = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r?\n(?=content-[a-z-]+[ \t]*:)", re.I | re.M)


@dataclass(kw_only=True)
class Part:
    """One node of the letter: its headers, where its body lies in the bytes, and the parts inside it."""

    raw: bytes = field(repr=False)
    headers: HeaderBlock
    start: int
    end: int
    default_type: str = "text/plain"
    parts: list["Part"] = field(default_factory=list)
    is_cut: bool = False  # a letter with more parts than are read

    @property
    def body(self) -> bytes:
        return self.raw[self.start : self.end]

    @cached_property
    def content_type(self) -> str:
        """In lower case, such as `text/html`; what RFC 2045 says to assume when it is missing or senseless."""
        declared = self._type[0].replace(" ", "")
        if declared.count("/") == 1 and not declared.startswith("/") and not declared.endswith("/"):
            return declared
        return {"text": "text/plain", "html": "text/html", "multipart": "multipart/mixed"}.get(
            declared, self.default_type
        )

    @property
    def parameters(self) -> dict[str, str]:
        return self._type[1]

    @cached_property
    def _type(self) -> tuple[str, dict[str, str]]:
        return parameters.split(self.headers.text("content-type"))

    @cached_property
    def disposition(self) -> tuple[str, dict[str, str]]:
        return parameters.split(self.headers.text("content-disposition"))

    @cached_property
    def content(self) -> bytes:
        """The body with its transfer encoding undone."""
        return transfer.decoded(self.body, self.headers.text("content-transfer-encoding"))

    def walk(self) -> list["Part"]:
        """This part and all inside it, in the letter's order."""
        found, waiting = [], [self]
        while waiting:
            part = waiting.pop()
            found.append(part)
            waiting.extend(reversed(part.parts))
        return found


@dataclass
class _Budget:
    """What one letter may cost, whoever wrote it."""

    parts: int = MOST_PARTS
    looks: int = 100_000  # places that begin like a boundary


def tree(raw: bytes) -> Part:
    """The letter as a tree: its first 1000 parts, and 50 levels; what lies deeper stays one part, undivided."""
    start = EMPTY_LINES.match(raw).end()
    budget = _Budget()
    root = _part(raw, start, len(raw), depth=0, budget=budget, default_type="text/plain")
    root.is_cut = budget.parts <= 0
    return root


def _part(raw: bytes, start: int, end: int, *, depth: int, budget: _Budget, default_type: str) -> Part:
    headers, body_start = read_header_block(raw, start, end)
    part = Part(raw=raw, headers=headers, start=body_start, end=end, default_type=default_type)
    if part.content_type.startswith("multipart/") and depth < DEEPEST:
        inner_type = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        for inner_start, inner_end in _divided(raw, body_start, end, part.parameters.get("boundary", ""), budget):
            part.parts.append(
                _part(raw, inner_start, inner_end, depth=depth + 1, budget=budget, default_type=inner_type)
            )
    return part


def _divided(raw: bytes, start: int, end: int, boundary: str, budget: _Budget) -> list[tuple[int, int]]:
    found = _between(raw, start, end, boundary.encode("utf-8", "replace"), budget)
    if not found and (guess := A_PART_BEGINS.search(raw, start, end)):
        found = _between(raw, start, end, guess[1], budget)  # the declared boundary is not the one in use
    return found


def _between(raw: bytes, start: int, end: int, boundary: bytes, budget: _Budget) -> list[tuple[int, int]]:
    """Where the parts between boundary lines lie; where the last boundary is missing the last part ends with the body."""
    if not boundary:
        return []
    spans: list[tuple[int, int]] = []
    opened = start if raw[start : start + 8].lower() == b"content-" else None  # a first boundary that got lost
    for line_start, line_end, is_last in _boundary_lines(raw, start, end, b"--" + boundary, budget):
        if opened is not None:
            spans.append((opened, max(opened, line_start)))
        opened = None if is_last else line_end
    if opened is not None and (spans or opened != start):
        spans.append((opened, end))
    spans = spans[: budget.parts]
    budget.parts -= len(spans)
    return spans


def _boundary_lines(
    raw: bytes, start: int, end: int, marker: bytes, budget: _Budget
) -> Iterator[tuple[int, int, bool]]:
    """Start (with the line end before it, which belongs to it: RFC 2046, 5.1.1), end, and whether it is the last."""
    line_end = b"\n" if raw.find(b"\n", start, min(end, start + 65536)) != -1 else b"\r"
    found = 0
    position = start if raw.startswith(marker, start, end) else _next_line(raw, line_end + marker, start, end)
    while position != -1 and budget.looks > 0 and found <= budget.parts:
        budget.looks -= 1
        after = position + len(marker)
        line = raw[after : min(end, after + 200)].partition(line_end)[0]
        if line.strip() in (b"", b"--"):
            found += 1
            yield _before_line_end(raw, position, start), min(end, after + len(line) + 1), line.strip() == b"--"
        position = _next_line(raw, line_end + marker, after, end)


def _next_line(raw: bytes, sought: bytes, start: int, end: int) -> int:
    position = raw.find(sought, start, end)
    return position + 1 if position != -1 else -1


def _before_line_end(raw: bytes, position: int, start: int) -> int:
    if position - 2 >= start and raw[position - 2 : position] == b"\r\n":
        return position - 2
    return max(start, position - 1)
