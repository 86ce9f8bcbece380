"""RFC 2047: `=?utf-8?Q?Gr=C3=BC=C3=9Fe?=` back to text, also when it was encoded by someone who had not read the RFC.

Words side by side are joined as bytes before they are decoded, since senders cut them in the middle of a letter.
"""

import re

from regulars.channels.email.mime import charsets, transfer

WORD_BEGINS = re.compile(r"=\?([^\s?=]{1,60})\?([bq])\?", re.I)
NOT_ENDED = re.compile(r"[^\s\"<>(),;]*")
QUOTED_BYTE = re.compile(r"=([0-9A-Fa-f]{2})")


def decode(text: str) -> str:
    """The text as a person would read it."""
    if "=?" not in text:
        return text
    pieces: list[str] = []
    run: list[tuple[str, bytes]] = []  # encoded words with nothing but blanks between them
    position, has_end = 0, True
    while found := WORD_BEGINS.search(text, position):
        end = text.find("?=", found.end()) if has_end else -1
        has_end = end != -1
        between = text[position : found.start()]
        if between.strip() or not run:
            pieces += (_text_of(run), between)
            run = []
        stop = end if has_end else NOT_ENDED.match(text, found.end()).end()
        run.append((found[1].partition("*")[0].lower(), _bytes_of(text[found.end() : stop], found[2])))
        position = stop + 2 if has_end else stop
    return "".join((*pieces, _text_of(run), text[position:]))


def _bytes_of(encoded: str, encoding: str) -> bytes:
    if encoding in "bB":
        return transfer.from_base64(encoded.encode("ascii", "ignore"))
    unquoted = QUOTED_BYTE.sub(lambda byte: chr(int(byte[1], 16)), encoded.replace("_", " "))
    try:
        return unquoted.encode("latin-1")
    except UnicodeError:  # raw letters inside an encoded word
        return unquoted.encode("utf-8", "replace")


def _text_of(run: list[tuple[str, bytes]]) -> str:
    pieces: list[str] = []
    charset, together = "", b""
    for each, content in run:
        if each != charset:
            pieces.append(charsets.decode(together, charset))
            charset, together = each, b""
        together += content
    return "".join((*pieces, charsets.decode(together, charset)))
