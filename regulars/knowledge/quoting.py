"""Answers without a model that writes: the passage that says it, word for word, with its link; or nothing, and a person is asked."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.knowledge.evidence import confidence
from regulars.knowledge.finding import Hit, find
from regulars.knowledge.models import HelpCentre
from regulars.knowledge.models.article import Reader

SURE = 0.6  # from here on a passage is quoted: of a hundred such about nine in ten were right
LOOKED_AT = 16  # articles, so that it shows by how much the first stands out
LONGEST = 700  # characters of a quote


@dataclass(frozen=True)
class Quoted:
    """What answers a question. `confidence` is how likely it is right, from 0 to 1."""

    hit: Hit
    text: str  # of the passage, word for word
    confidence: float

    @property
    def anchor(self) -> str:
        """Where in the article it stands: "#…", or nothing for its beginning."""
        return f"#{self.hit.passage.anchor}" if self.hit.passage.anchor else ""


def quote(
    question: str, *, centre: HelpCentre, language: str, reader: Reader, least: float = SURE, by_meaning: bool = True
) -> Quoted | None:
    """The passage that answers it, or None: hand over to a person."""
    found = find(question, centre=centre, language=language, reader=reader, limit=LOOKED_AT, by_meaning=by_meaning)
    return quoted(found, least=least)


def quoted(found: list[Hit], *, least: float = SURE) -> Quoted | None:
    """What the first of these says, if it is likely to answer."""
    if not found or not found[0].passage.text:
        return None
    sure = confidence(found[0].evidence)
    return Quoted(found[0], _whole_sentences(found[0].passage.text), sure) if sure >= least else None


def _whole_sentences(text: str) -> str:
    """Not more than can be read at once, and no sentence cut where it can be helped."""
    if len(text) <= LONGEST:
        return text
    end = max(text.rfind(mark, 0, LONGEST) for mark in (". ", "! ", "? ", "\n", "。"))
    return text[: end + 1].strip() if end > LONGEST // 3 else f"{text[:LONGEST].rpartition(' ')[0]} …"
