"""Where a search has hit: the part of the message that has the words, with the words marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from html import escape

from django.db.models.functions import Left
from django.utils.safestring import SafeString

from regulars.conversations.models import Conversation, Message
from regulars.conversations.search.branches import Sought
from regulars.conversations.search.lexemes import words_of

LOOKED_THROUGH = 20_000  # characters of a message
BEFORE, AROUND = 14, 160  # characters shown before the first word, and in all
_SPACE = re.compile(r"\s+")


def with_excerpts(rows: Sequence[Conversation], sought: Sought) -> None:
    """Give each row that a message led to the time of that and its `excerpt`, and all their `marked_subject`, ready to print."""
    pattern = _pattern(
        [word for term in sought.terms if term.key in ("", "from", "subject") for word in words_of(term.value)]
    )
    numbers = {row.hit.message_id: row for row in rows if getattr(row, "hit", None)}  # type: ignore[attr-defined]
    for row in numbers.values():
        row.hit_at = row.hit.moment  # type: ignore[attr-defined]
    if pattern is None:
        return
    for row in rows:
        row.marked_subject = _marked(row.subject, pattern)  # type: ignore[attr-defined]
    texts = Message.objects.filter(pk__in=list(numbers)).values_list("pk", Left("text", LOOKED_THROUGH))
    for number, text in texts:
        excerpt = _excerpt(text, pattern)
        if excerpt:
            numbers[number].excerpt = excerpt  # type: ignore[attr-defined]


def marked(text: str, sought: Sought) -> SafeString:
    """A short text with the words marked in it."""
    pattern = _pattern([word for term in sought.terms if not term.key for word in words_of(term.value)])
    return _marked(text, pattern) if pattern else SafeString(escape(text))


def _pattern(words: list[str]) -> re.Pattern[str] | None:
    """Each word where one begins, however it goes on; in languages without spaces, anywhere."""
    longest_first = sorted(set(words), key=len, reverse=True)
    parts = [("" if _is_joined(word) else r"(?<!\w)") + _any_accent(word) for word in longest_first]
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
