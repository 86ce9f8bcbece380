"""One question, answered as a run wants it: by the same code as customers are answered, but nobody is told."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from regulars.assistant import making
from regulars.assistant.asking import may_ask
from regulars.assistant.models import Provider, Question, Result, Run
from regulars.assistant.models.answer import QUOTE
from regulars.assistant.writing import Source, sources_in
from regulars.knowledge.finding import Hit, find
from regulars.knowledge.quoting import LOOKED_AT, quoted

FIRST = 10  # articles that are remembered of what was found


@dataclass(frozen=True)
class Looked:
    """What search found, what a model may read of it, and how long that took."""

    hits: list[Hit]
    sources: list[Source]
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
        question.words[: making.READ],
        centre=run.set.centre,
        language=question.language,
        reader=None,
        limit=LOOKED_AT,
        by_meaning=run.by_meaning,
    )
    return Looked(hits, sources_in(hits) if run.way == Run.Way.MODEL else [], _since(began))


def tried(run: Run, question: Question, looked: Looked) -> Tried:
    """What would be said of it. What is likeliest is kept even where it is not sure enough to be said."""
    began, provider = time.monotonic(), Provider.current()
    result = Tried(found=[hit.article_id for hit in looked.hits[:FIRST]])
    if looked.error:
        result.state, result.because = Result.State.FAILED, looked.error
        return result
    if run.way == Run.Way.MODEL and not may_ask(provider):
        result.state = Result.State.FAILED
        result.because = "no model may be asked: it is switched off, or this month's limit is reached"
        return result
    asked = making.Question(question.words, run.set.centre, question.language, least=run.least)
    answer = making.answer_from(looked.hits, asked, sources=looked.sources, provider=provider)
    for name in ("text", "evidence", "made_by", "confidence", "tokens_in", "tokens_out", "cost"):
        setattr(result, name, getattr(answer, name))
    result.is_answered = bool(answer.text)
    result.articles = _articles(answer, looked.hits)
    if not answer.text and (nearest := quoted(looked.hits, least=0.0)):
        result.text = nearest.text
    if run.way == Run.Way.MODEL and answer.made_by == QUOTE and looked.sources:
        result.because = "the model gave no answer that stands in the articles: quoted instead" if answer.text else ""
    result.took_ms = looked.took_ms + _since(began)
    return result


def _articles(answer: making.Made, hits: list[Hit]) -> list[int]:
    """Those that it rests on, each once, the first first."""
    articles = {hit.translation.pk: hit.article_id for hit in hits}
    return list(dict.fromkeys(articles[each["translation"]] for each in answer.evidence))


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
