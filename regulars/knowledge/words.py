"""Texts as words, and words as their stems: how search reads articles and questions alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection

from regulars.lib.languages import base_of
from regulars.lib.letters import without_accents
from regulars.lib.texts import storable
from regulars.lib.unspaced import RUN, pairs

LONGEST = 64  # characters of a word
CUT = 5  # letters that are a word's stem where PostgreSQL knows none: about right for Polish, Czech, Ukrainian …
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_JOINED = re.compile(r"(?<=[^\W_])[-.\u2010\u2011_/](?=[^\W_])")
_HANGUL = re.compile("[\uac00-\ud7a3]{2,}")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "ё": "е"})


class Stem(NamedTuple):
    """What a word is known by in a language, and whether it is one of those that say nothing by themselves."""

    stem: str
    is_stop: bool


def words_in(text: str) -> list[str]:
    """The words of a text in their order, in small letters. What is joined counts apart and together: wi, fi, wifi."""
    text = unicodedata.normalize("NFKC", storable(text)).casefold()
    found = []
    for chunk in RUN.sub(lambda run: f" {' '.join(pairs(run[0]))} ", text).split():
        parts = [each[:LONGEST] for each in _WORD.findall(chunk)]
        found += [pair for part in parts for pair in _syllables(part)]
        if len(parts) == 2 and _JOINED.search(chunk):
            found.append("".join(parts)[:LONGEST])
    return found


def _syllables(word: str) -> list[str]:
    """Korean words carry their particles: their syllables are taken in pairs."""
    return (
        [first + second for first, second in zip(word, word[1:], strict=False)] if _HANGUL.fullmatch(word) else [word]
    )


def folded(word: str) -> str:
    """A word as somebody in a hurry types it: without accents."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", without_accents(word).translate(_PLAIN))[:LONGEST]


def stems(words: Iterable[str], languages: Iterable[str]) -> dict[str, dict[str, Stem]]:
    """What each word is known by in each language: {"de": {"häuser": Stem("haus", False)}}."""
    several, known = list(dict.fromkeys(words)), {language: _stemmer(language) for language in languages}
    dictionaries = sorted({name for name in known.values() if name})
    asked = "SELECT d, w, ts_lexize(d::regdictionary, w) FROM unnest(%s::text[]) d, unnest(%s::text[]) w"
    rows: list[tuple[str, str, list[str] | None]] = []
    if dictionaries and several:
        with connection.cursor() as cursor:
            cursor.execute(asked, [dictionaries, several])
            rows = cursor.fetchall()
    lexized = {(dictionary, word): lexemes for dictionary, word, lexemes in rows}
    return {
        language: {
            word: _stem(word, lexized.get((name, word)) if name else None, is_known=bool(name)) for word in several
        }
        for language, name in known.items()
    }


def _stem(word: str, lexemes: list[str] | None, *, is_known: bool) -> Stem:
    if is_known:
        return Stem(folded(lexemes[0] if lexemes else word)[:LONGEST], lexemes == [])
    plain = folded(word)
    return Stem(plain[:CUT] if plain.isalpha() and not RUN.match(plain) else plain, False)


def _stemmer(language: str) -> str:
    name = STEMMERS.get(base_of(language), "")
    return f"{name}_stem" if name and f"{name}_stem" in _dictionaries() else ""


def _dictionaries() -> frozenset[str]:
    global _known
    if _known is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT dictname FROM pg_ts_dict")
            _known = frozenset(name for (name,) in cursor.fetchall())
    return _known


_known: frozenset[str] | None = None  # older servers lack a few
