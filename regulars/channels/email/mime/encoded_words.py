"""RFC 2047: `=?utf-8?Q?Gr=C3=BC=C3=9Fe?=` back to text, also when it was encoded by someone who had not read the RFC.

Words side by side are joined as bytes before they are decoded, since senders cut them in the middle of a letter.
"""

import re
from itertools import groupby
from typing import NamedTuple

from regulars.channels.email.mime import charsets, transfer

WORD_BEGINS = re.compile(r"=\?([^\s?=]{1,60})\?([bq])\?", re.I)
NOT_ENDED = re.compile(r"[^\s\"<>(),;]*")
QUOTED_BYTE = re.compile(r"=([0-9A-Fa-f]{2})")


class _Word(NamedTuple):
    charset: str
    encoding: str  # b or q
    encoded: str

    @property
    def is_cut(self) -> bool:
        """Whether the next word may go on in the midst of what four letters of base64 hold together."""
        return self.encoding == "b" and len(self.encoded.strip()) % 4 != 0 and "=" not in self.encoded


def decode(text: str) -> str:
    """The text as a person would read it."""
    if "=?" not in text:
        return text
    pieces: list[str] = []
    run: list[_Word] = []  # encoded words with nothing but blanks between them
    position, has_end = 0, True
    while found := WORD_BEGINS.search(text, position):
        end = text.find("?=", found.end()) if has_end else -1
        has_end = end != -1
        between = text[position : found.start()]
        if between.strip() or not run:
            pieces += (_text_of(run), between)
            run = []
        stop = end if has_end else NOT_ENDED.match(text, found.end()).end()
        run.append(_Word(found[1].partition("*")[0].lower(), found[2].lower(), text[found.end() : stop]))
        position = stop + 2 if has_end else stop
    return "".join((*pieces, _text_of(run), text[position:]))


def _text_of(run: list[_Word]) -> str:
    together = (list(words) for _, words in groupby(run, key=lambda word: word.charset))
    return "".join(charsets.decode(_content(words), words[0].charset) for words in together)


def _content(words: list[_Word]) -> bytes:
    """The bytes of words in one character set; of base64 that was cut at any place, those of the whole."""
    apart = b"".join(map(_bytes_of, words))
    is_base64 = all(word.encoding == "b" for word in words)
    if not is_base64 or not any(word.is_cut for word in words[:-1]) or _fits(apart, words[0].charset):
        return apart
    whole = _bytes_of(words[0]._replace(encoded="".join(word.encoded for word in words)))
    return whole if _fits(whole, words[0].charset) else apart


def _fits(content: bytes, charset: str) -> bool:
    try:
        return all(letter >= " " for letter in content.decode(charsets.codec_named(charset) or "ascii"))
    except UnicodeError:
        return False


def _bytes_of(word: _Word) -> bytes:
    if word.encoding == "b":
        return transfer.from_base64(word.encoded.encode("ascii", "ignore"))
    unquoted = QUOTED_BYTE.sub(lambda byte: chr(int(byte[1], 16)), word.encoded.replace("_", " "))
    try:
        return unquoted.encode("latin-1")
    except UnicodeError:  # raw letters inside an encoded word
        return unquoted.encode("utf-8", "replace")
