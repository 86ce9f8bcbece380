"""Where a search has hit: the part of the message that has the words, with the words marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape

from django.db import connection
from django.utils.safestring import SafeString

from regulars.conversations.models import Conversation
from regulars.conversations.search.branches import Sought
from regulars.conversations.search.lexemes import words_of

LOOKED_THROUGH = 10_000  # characters of a message
BEFORE, AROUND = 14, 160  # characters shown before the first word, and in all


def with_excerpts(rows: Sequence[Conversation], sought: Sought) -> None:
    """Give each row that a message led to the time of that and its `excerpt`, and all their `marked_subject`, ready to print."""
    words = {word for term in sought.terms if term.key in ("", "subject") for word in words_of(term.value)}
    numbers = {row.hit.message_id: row for row in rows if getattr(row, "hit", None)}  # type: ignore[attr-defined]
    for row in numbers.values():
        row.hit_at = row.hit.moment  # type: ignore[attr-defined]
    if not words:
        return
    places = _places(tuple(sorted(words, key=len, reverse=True)))
    for row in rows:
        row.marked_subject = _marked(row.subject, places)  # type: ignore[attr-defined]
    for number, text in _texts(list(numbers)):
        excerpt = _excerpt(text, places)
        if excerpt:
            numbers[number].excerpt = excerpt  # type: ignore[attr-defined]


def _texts(messages: list[int]) -> list[tuple[int, str]]:
    """What they say, as far as it is looked through. Composing this anew for each search would cost as much as asking it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, left(text, %s) FROM conversations_message WHERE id = ANY(%s)", [LOOKED_THROUGH, messages]
        )
        return cursor.fetchall()


class _Places:
    """Where words stand in a text: each where one begins, however it goes on; in languages without spaces, anywhere."""

    def __init__(self, words: Sequence[str]) -> None:
        letters = [_without_accents(word) for word in words]
        parts = [("" if _is_joined(word) else r"(?<!\w)") + _any_accent(word) for word in letters]
        self._in_any = re.compile("|".join(parts), re.IGNORECASE)
        # Most texts are ASCII. There a pattern that begins with a word in small letters finds it several times as fast.
        plain = [re.escape(word.lower()) for word in letters if word.isascii()]
        self._in_ascii = re.compile("|".join(rf"{word}(?<!\w{word})" for word in plain) or r"(?!)")

    def __call__(self, text: str) -> Iterator[tuple[int, int]]:
        """Where they begin and end, from the left."""
        hits = self._in_ascii.finditer(text.lower()) if text.isascii() else self._in_any.finditer(text)
        return (hit.span() for hit in hits)


@lru_cache(maxsize=256)
def _places(words: tuple[str, ...]) -> _Places:
    """Of words, the longest first."""
    return _Places(words)


def _is_joined(word: str) -> bool:
    return not word.isascii() and any(unicodedata.category(letter) == "Lo" for letter in word)


def _without_accents(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word).replace("ı", "i")  # which is no accent to Unicode
    return "".join(letter for letter in letters if not unicodedata.combining(letter)) or word


def _any_accent(word: str) -> str:
    return "".join(_LIKE.get(letter.lower(), re.escape(letter)) for letter in word)


# A letter typed without its accent finds it with any.
_LIKE = {
    letter: f"[{letter}{accents}]"
    for letter, accents in {
        "a": "àáâãäåāăą", "c": "çćč", "d": "ďđ", "e": "èéêëēėęě", "g": "ğ", "i": "ìíîïīįı", "l": "ł", "n": "ñńň",
        "o": "òóôõöøōő", "r": "řŕ", "s": "śšşș", "t": "ťţț", "u": "ùúûüūůűų", "y": "ýÿ", "z": "źżž",
    }.items()
}  # fmt: skip


def _excerpt(text: str, places: _Places) -> SafeString | None:
    first = next(places(text), None)
    if first is None:
        return None
    start = max(0, first[0] - BEFORE)
    if start:
        start = text.find(" ", start, first[0]) + 1 or start
    part = " ".join(text[start : start + AROUND * 2].split())[:AROUND].strip()
    return SafeString(("… " if start else "") + _marked(part, places))


def _marked(text: str, places: _Places) -> SafeString:
    said, at = [], 0
    for start, end in places(text):
        said += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return SafeString("".join([*said, escape(text[at:])]))
