"""The part of an article that says why it was found, with the words marked."""

from __future__ import annotations

import re
from html import escape

from django.utils.safestring import SafeString

from regulars.knowledge.question import Question
from regulars.knowledge.words import folded, words_in

BEFORE, AROUND = 40, 220  # characters shown before the first word, and in all
_CHUNK = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s+")
BEGINNING = 4  # letters that words have in common which are marked though not the same


class Marker:
    """Marks the words of a question, and what begins like their stems, wherever they stand."""

    def __init__(self, question: Question) -> None:
        several = [concept for concepts in question.concepts.values() for concept in concepts]
        self.stems = tuple({stem for concept in several for stem in concept.stems if len(stem) >= 2})

    def title(self, text: str) -> SafeString:
        return self._marked(text)

    def excerpt(self, text: str) -> SafeString:
        """From where the words stand; the beginning when none does."""
        text = _SPACE.sub(" ", text).strip()
        first = next(iter(self._places(text)), None)
        start = max(0, first[0] - BEFORE) if first and first[1] > AROUND else 0
        if start:
            start = text.find(" ", start, first[0] if first else start) + 1 or start
        part = text[start : start + AROUND]
        if start + AROUND < len(text):
            part = part.rpartition(" ")[0] or part
        end = " …" if start + len(part) < len(text) else ""
        return SafeString(("… " if start else "") + self._marked(part) + end)

    def _marked(self, text: str) -> SafeString:
        said, at = [], 0
        for begin, end in self._places(text):
            said += [escape(text[at:begin]), "<mark>", escape(text[begin:end]), "</mark>"]
            at = end
        return SafeString("".join([*said, escape(text[at:])]))

    def _places(self, text: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for chunk in _CHUNK.finditer(text):
            for begin, end in self._within(chunk[0], chunk.start()):
                if found and begin <= found[-1][1] and begin - found[-1][1] <= 0 and not text[begin:end].isascii():
                    found[-1] = (found[-1][0], max(end, found[-1][1]))
                else:
                    found.append((begin, end))
        return found

    def _within(self, word: str, at: int) -> list[tuple[int, int]]:
        plain = folded(word.casefold())
        if words_in(word)[:1] != [word.casefold()]:  # no spaces between words there: the pairs themselves are marked
            pairs = [stem for stem in self.stems if not stem.isascii()]
            return sorted(
                {(at + hit.start(), at + hit.end()) for pair in pairs for hit in re.finditer(re.escape(pair), word)}
            )
        is_it = any(plain == stem or (len(stem) >= BEGINNING and plain.startswith(stem)) for stem in self.stems)
        return [(at, at + len(word))] if is_it else []
