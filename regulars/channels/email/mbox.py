"""Letters in one file, one after the other: mbox in all its dialects."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from pathlib import Path

from regulars.channels.email.letters_found import HEADERS, Found, date_in
from regulars.channels.email.mime import dates
from regulars.channels.email.mime.header_block import BLANK_LINE

# The line between two letters: a date stands in it, and a header (or a second such line) follows.
FROM_LINE = re.compile(rb"^From [^\r\n]*\d{1,2}:\d{2}[^\r\n]*\d{4}[^\r\n]*\r?\n(?=[!-9;-~]+[ \t]*:|>?From )", re.M)
LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,12})[ \t]*\r?$", re.I | re.M)
MOZILLA = re.compile(rb"^X-Mozilla-Status:[ \t]*([0-9a-f]{4})", re.I | re.M)


def letters_of(path: Path) -> Iterator[Found]:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        following = FROM_LINE.search(content)
        while following:
            line, start = following, following.end()
            end, following = _end(content, start)
            headers = content[start : min(end, start + HEADERS)]
            if not _is_thrown_away(headers):
                yield Found(path, start, end, date_in(headers) or dates.moment(_from_date(line[0])), is_quoted=True)


def _is_thrown_away(headers: bytes) -> bool:
    """Thunderbird only marks what was deleted, until it compacts the file."""
    status = MOZILLA.search(headers)
    return bool(status) and bool(int(status[1], 16) & 0x0008)


def _end(content: mmap.mmap, start: int) -> tuple[int, re.Match[bytes] | None]:
    """Where the letter ends, and the line that begins the next one. A Content-Length counts only where it leads to one."""
    blank = BLANK_LINE.search(content, start)
    length = LENGTH.search(content, start, min(blank.start() + 1, start + HEADERS)) if blank else None
    if length:
        end = blank.end() + int(length[1])
        after = end
        while content[after : after + 1] in (b"\r", b"\n"):
            after += 1
        if end <= len(content) and (after == len(content) or FROM_LINE.match(content, after)):
            return end, FROM_LINE.match(content, after)
    following = FROM_LINE.search(content, start)
    end = following.start() if following else len(content)
    return _without_blank_line(content, start, end), following


def _without_blank_line(content: mmap.mmap, start: int, end: int) -> int:
    """An mbox puts one empty line behind each letter, which is not the letter's."""
    for ending in (b"\r\n\r\n", b"\n\n"):
        if end - start > len(ending) and content[end - len(ending) : end] == ending:
            return end - len(ending) // 2
    return end


def _from_date(line: bytes) -> str:
    return line.decode("ascii", "replace").strip().split(" ", 2)[-1]
