"""ISO-2022-JP as mail programs write it: with NEC and IBM extensions, half-width kana and other departures.

Python's own codecs refuse the first unusual character; this one reads each two-byte letter through Windows' Shift-JIS,
which has all of them, and marks what nobody knows (carriers' pictures) with the customary 〓.
"""

import re

ESCAPE = re.compile(rb"\x1b(\$[@B]|\$\([@BDOQ]|\([BJIH])|(\x0e|\x0f)")
TWO_BYTES = (b"$@", b"$B", b"$(@", b"$(B", b"$(O", b"$(Q")
UNKNOWN = "〓"


def is_likely(data: bytes) -> bool:
    """Whether undeclared bytes switch sets as only Japanese mail does."""
    return b"\x1b$B" in data or b"\x1b$@" in data


def decode(data: bytes) -> str:
    """The text; never fails."""
    pieces, position, current = [], 0, b"(B"
    for escape in ESCAPE.finditer(data):
        pieces.append(_decoded(data[position : escape.start()], current))
        position = escape.end()
        current = escape[1] or {b"\x0e": b"(I", b"\x0f": b"(B"}[escape[2]]
    pieces.append(_decoded(data[position:], current))
    return "".join(pieces)


def _decoded(run: bytes, current: bytes) -> str:
    if current in TWO_BYTES:
        return _two_by_two(run)
    if current == b"(I":
        return bytes(byte | 0x80 if 0x21 <= byte <= 0x5F else byte for byte in run).decode("cp932", "replace")
    if current == b"$(D":
        return b"".join(b"\x8f" + bytes((a | 0x80, b | 0x80)) for a, b in _pairs(run)).decode("euc-jp", "replace")
    return run.decode("ascii") if run.isascii() else run.decode("cp932", "replace")


def _two_by_two(run: bytes) -> str:
    # A line end inside a run means that the writer forgot to switch back: it ends the run's two-byte letters.
    lines = re.split(rb"(\r\n|\r|\n)", run)
    return "".join(
        line.decode("ascii") if line in (b"\r\n", b"\r", b"\n") else "".join(_letter(*pair) for pair in _pairs(line))
        for line in lines
    )


def _pairs(run: bytes) -> list[tuple[int, int]]:
    run = run.replace(b" ", b"") if len(run) % 2 else run
    return [(run[i] & 0x7F, run[i + 1] & 0x7F) for i in range(0, len(run) - 1, 2)]


def _letter(row: int, cell: int) -> str:
    """JIS row and cell to Shift-JIS, whose table in Windows (code page 932) has NEC's and IBM's letters."""
    lead = ((row - 0x21) >> 1) + (0x81 if row < 0x5F else 0xC1)
    trail = cell + (0x1F if cell < 0x60 else 0x20) if row & 1 else cell + 0x7E
    try:
        return bytes((lead, trail)).decode("cp932")
    except (UnicodeError, ValueError):
        return UNKNOWN
