"""Where a search has hit: the part of the message that has the words, with the words marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from html import escape

from django.db import connection
from django.utils.safestring import SafeString

from regulars.conversations.models import Conversation
from regulars.conversations.search.branches import Sought
from regulars.conversations.search.lexemes import words_of

LOOKED_THROUGH = 10_000  # characters of a message
BEFORE, AROUND = 14, 160  # characters shown before the first word, and in all
_SPACE = re.compile(r"\s+")


def with_excerpts(rows: Sequence[Conversation], sought: Sought) -> None:
    """Give each row that a message led to the time of that and its `excerpt`, and all their `marked_subject`, ready to print."""
    words = {word for term in sought.terms if term.key in ("", "subject") for word in words_of(term.value)}
    pattern = _pattern(tuple(sorted(words, key=len, reverse=True)))
    numbers = {row.hit.message_id: row for row in rows if getattr(row, "hit", None)}  # type: ignore[attr-defined]
    for row in numbers.values():
        row.hit_at = row.hit.moment  # type: ignore[attr-defined]
    if pattern is None:
        return
    for row in rows:
        row.marked_subject = _marked(row.subject, pattern)  # type: ignore[attr-defined]
    for number, text in _texts(list(numbers)):
        excerpt = _excerpt(text, pattern)
        if excerpt:
            numbers[number].excerpt = excerpt  # type: ignore[attr-defined]


def _texts(messages: list[int]) -> list[tuple[int, str]]:
    """What they say, as far as it is looked through. Composing this anew for each search would cost as much as asking it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, left(text, %s) FROM conversations_message WHERE id = ANY(%s)", [LOOKED_THROUGH, messages]
        )
        return cursor.fetchall()


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Each word, the longest first, where one begins, however it goes on; in languages without spaces, anywhere."""
    parts = [("" if _is_joined(word) else r"(?<!\w)") + _any_accent(word) for word in words]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _is_joined(word: str) -> bool:
    return not word.isascii() and any(unicodedata.category(letter) == "Lo" for letter in word)


def _any_accent(word: str) -> str:
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
    return "".join(_LIKE.get(letter.lower(), re.escape(letter)) for letter in plain or word)


# A letter typed without its accent finds it with any.
_LIKE = {
    letter: f"[{letter}{accents}]"
    for letter, accents in {
        "a": "àáâãäåāăą", "c": "çćč", "d": "ďđ", "e": "èéêëēėęě", "g": "ğ", "i": "ìíîïīįı", "l": "ł", "n": "ñńň",
        "o": "òóôõöøōő", "r": "řŕ", "s": "śšşș", "t": "ťţț", "u": "ùúûüūůűų", "y": "ýÿ", "z": "źżž",
    }.items()
}  # fmt: skip


def _excerpt(text: str, pattern: re.Pattern[str]) -> SafeString | None:
    first = pattern.search(text)
    if first is None:
        return None
    start = max(0, first.start() - BEFORE)
    if start:
        start = text.find(" ", start, first.start()) + 1 or start
    part = _SPACE.sub(" ", text[start : start + AROUND * 2])[:AROUND].strip()
    return SafeString(("… " if start else "") + _marked(part, pattern))


def _marked(text: str, pattern: re.Pattern[str]) -> SafeString:
    said, at = [], 0
    for hit in pattern.finditer(text):
        said += [escape(text[at : hit.start()]), "<mark>", escape(hit[0]), "</mark>"]
        at = hit.end()
    return SafeString("".join([*said, escape(text[at:])]))
