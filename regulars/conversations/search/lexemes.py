"""From texts to what the index knows them by, and from what is typed to questions for it."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from psycopg.sql import Literal

from regulars.lib.texts import storable
from regulars.lib.unspaced import RUN, pairs

_WORD = re.compile(r"[^\s\"'“”„«»]+")
_JOINED = re.compile(r"[@._+\-/\\]+")
MOST_WORDS = 12
# What stands before a word of whoever wrote, of whom it went to, of a subject, of the name of a file. No text has such words,
# so the index itself tells these places apart; by weights it could not.
FROM, TO, SUBJECT, FILE = "<", ">", "^", "="
_MARKED = "regexp_replace({found}::text, '''([^'']+)''', '''{mark}\\1''', 'g')::tsquery"
_BEGUN = "\x01"  # ends a word of which only the beginning is known
_NOT_ASKED = str.maketrans("", "", f"\\{_BEGUN}")  # what would mean something else in a question


class Words(NamedTuple):
    """A question for the index: a tsquery, as it stands in a statement. Every value in it is quoted."""

    sql: str

    def __or__(self, other: Words) -> Words:
        return Words(f"({self.sql} || {other.sql})")

    def __and__(self, other: Words) -> Words:
        return Words(f"({self.sql} && {other.sql})")

    def __invert__(self) -> Words:
        return Words(f"(!! {self.sql})")


WITH_FILE = Words(f"$${FILE}$$::tsquery")


def words(text: str, *, mark: str = "", is_phrase: bool = False, is_begun: bool = False) -> Words | None:
    """All words of a text, or next to each other, the last perhaps only begun, in the place that `mark` stands for.

    None when it has no words.
    """
    asked = _question(text, is_phrase=is_phrase, is_begun=is_begun)
    if not asked:
        return None
    found = f"to_tsquery('regulars', {Literal(asked).as_string()})".replace("%", "%%")
    return Words(_MARKED.format(found=found, mark=mark) if mark else found)


def indexed(text: str) -> str:
    """The text as the index reads it: where no spaces part words, each two letters that stand together are one."""
    return text if text.isascii() else RUN.sub(_in_pairs, unicodedata.normalize("NFC", text))


def apart(name: str) -> str:
    """A name as one word, and as those it is joined of: `photo.jpg photo jpg`."""
    return f"{name} {parts(name)}"


def parts(name: str) -> str:
    return _JOINED.sub(" ", name)


def words_of(text: str) -> list[str]:
    """What of a text can be searched for."""
    found = _WORD.findall(storable(text).translate(_NOT_ASKED))
    return [word for word in found if any(letter.isalnum() for letter in word)][:MOST_WORDS]


def _question(text: str, *, is_phrase: bool, is_begun: bool) -> str:
    """The text in the language of `to_tsquery`. Each word is quoted: whatever is typed, PostgreSQL takes it."""
    parts = [part for word in words_of(text) for part in _asked(word)]
    if is_begun and parts and len(parts[-1]) > 4 and not parts[-1].endswith("*"):
        parts[-1] += ":*"
    return (" <-> " if is_phrase else " & ").join(parts)


def _asked(word: str) -> list[str]:
    if word.isascii():
        return [f"'{word}'"]
    pieces = RUN.sub(_pairs_asked, unicodedata.normalize("NFC", word)).split()
    return [f"'{piece[:-1]}':*" if piece.endswith(_BEGUN) else f"'{piece}'" for piece in pieces]


def _in_pairs(run: re.Match[str]) -> str:
    return f" {' '.join(pairs(run[0]))} "


def _pairs_asked(run: re.Match[str]) -> str:
    """Pairs without the last letter alone, which only the end of a run has; a single letter begins a pair."""
    *whole, last = pairs(run[0])
    return f" {' '.join(whole) or last + _BEGUN} "
