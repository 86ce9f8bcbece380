"""One question, answered as a run wants it: the same way as customers are answered, but nobody is told."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from regulars.assistant.models import Question, Result, Run
from regulars.assistant.models.answer import QUOTE
from regulars.knowledge.finding import Hit, find
from regulars.knowledge.quoting import LOOKED_AT, quoted

FIRST = 10  # articles that are remembered of what was found


@dataclass(frozen=True)
class Looked:
    """What search found, and how long that took."""

    hits: list[Hit]
    took_ms: int
    error: str = ""


@dataclass
class Tried:
    """What is written into a Result. Names are its own."""

    state: str = Result.State.DONE
    is_answered: bool = False
    articles: list[int] = field(default_factory=list)
    found: list[int] = field(default_factory=list)
    text: str = ""
    made_by: str = QUOTE
    evidence: list[dict[str, Any]] = field(default_factory=list)
    confidence: float = 0.0
    because: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal = Decimal(0)
    took_ms: int = 0


def looked_up(run: Run, question: Question) -> Looked:
    """As a visitor who has not signed in finds it."""
    began = time.monotonic()
    hits = find(
        question.words,
        centre=run.set.centre,
        language=question.language,
        reader=None,
        limit=LOOKED_AT,
        by_meaning=run.by_meaning,
    )
    return Looked(hits, _since(began))


def tried(run: Run, question: Question, looked: Looked) -> Tried:
    """What would be said of it. What is likeliest is kept even where it is not sure enough to be said."""
    made = Tried(found=[hit.article_id for hit in looked.hits[:FIRST]], took_ms=looked.took_ms)
    said = quoted(looked.hits, least=0.0)
    if said is None:
        return made
    made.articles, made.text, made.confidence = [said.hit.article_id], said.text, said.confidence
    made.is_answered = said.confidence >= run.least
    made.evidence = [evidence_of(said.hit, said.text)]
    return made


def evidence_of(hit: Hit, words: str) -> dict[str, Any]:
    """As Answer keeps it."""
    return {
        "translation": hit.translation.pk, "version": hit.translation.version, "anchor": hit.passage.anchor,
        "title": hit.translation.title, "quoted": words, "score": round(hit.score, 4),
    }  # fmt: skip


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
