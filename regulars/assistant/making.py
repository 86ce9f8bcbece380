"""An answer to a question: written by the model and checked, or else quoted; or none, and a person is asked."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from regulars.answers.suiting import address_of
from regulars.assistant.asking import NotSaid, ask
from regulars.assistant.models import Call, Provider, Task
from regulars.assistant.models.answer import QUOTE
from regulars.assistant.records import Record
from regulars.assistant.tools import TOOLS, Toolbox
from regulars.assistant.writing import INSTRUCTIONS, Claim, Source, Written, given, sources_in, standing, wrong_with
from regulars.conversations.models import Conversation
from regulars.knowledge.evidence import confidence
from regulars.knowledge.finding import Hit, find
from regulars.knowledge.models import HelpCentre
from regulars.knowledge.models.article import Reader
from regulars.knowledge.quoting import LOOKED_AT, SURE, quoted
from regulars.lib.texts import storable

log = logging.getLogger(__name__)
READ = 2000  # characters of a question that are looked up


@dataclass(frozen=True)
class Question:
    """What somebody wants to know, where, and who may read the answer."""

    words: str
    centre: HelpCentre
    language: str
    reader: Reader = None
    earlier: str = ""  # what they said before
    least: float = SURE
    conversation: Conversation | None = None
    task: str = Task.ANSWER  # what for
    tools: Toolbox | None = None  # that a model may use
    shows: Callable[[str], None] | None = None  # is told, while it is written, what already stands of an answer


@dataclass
class Made:
    """An answer with what it rests on. Without text there is none. The names are those of Answer."""

    text: str = ""
    evidence: list[dict[str, Any]] = field(default_factory=list)
    confidence: float = 0.0
    made_by: str = QUOTE
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal = Decimal(0)
    took_ms: int = 0
    choices: list[dict[str, str]] = field(default_factory=list)  # to press, beside the answer


def made(question: Question, *, provider: Provider | None = None) -> Made:
    """The best answer that is likely enough. With `earlier` words, those are asked with it when it alone finds nothing."""
    began = time.monotonic()
    provider = provider or Provider.current()
    hits = _found(question, question.words)
    answer = answer_from(hits, question, sources=sources_in(hits) if provider.may_write else [], provider=provider)
    if not answer.text and question.earlier:
        again = quote_from(_found(question, f"{question.earlier}\n{question.words}"), question)
        answer = _paid(again, answer) if again.text else answer
    answer.took_ms = round((time.monotonic() - began) * 1000)
    return answer


def answer_from(hits: list[Hit], question: Question, *, sources: list[Source], provider: Provider) -> Made:
    """What the model writes from these sources, if there are any; else, or when that cannot be shown, a quote of what was found.
    What a model's words cost that nobody sees is in it, too."""
    written = written_from(sources, question, provider=provider) if sources or question.tools else Made()
    return written if written.text else _paid(quote_from(hits, question), written)


def _paid(answer: Made, spent: Made | Call) -> Made:
    answer.tokens_in, answer.tokens_out, answer.cost = spent.tokens_in, spent.tokens_out, spent.cost
    return answer


def quote_from(hits: list[Hit], question: Question) -> Made:
    """The passage that says it, word for word; how likely it would have been, when that is not enough."""
    found = quoted(hits, least=0.0)
    if found is None:
        return Made()
    if found.confidence < question.least:
        return Made(confidence=found.confidence, evidence=[evidence_of(found.hit, found.text, question.centre)])
    return Made(found.text, [evidence_of(found.hit, found.text, question.centre)], found.confidence)


def evidence_of(hit: Hit, words: str, centre: HelpCentre, *, passage: Any = None) -> dict[str, Any]:
    """As Answer keeps it."""
    passage = passage or hit.passage
    return {
        "translation": hit.translation.pk,
        "version": hit.translation.version,
        "anchor": passage.anchor,
        "title": hit.translation.title,
        "address": address_of(hit.translation, passage, centre),
        "quoted": words,
        "score": round(confidence(hit.evidence), 4),
    }


def links_of(evidence: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Where an answer stands, each page once: at the place that it rests on first."""
    found: dict[str, dict[str, str]] = {}
    for each in evidence:
        found.setdefault(each["address"].partition("#")[0], {"title": each["title"], "address": each["address"]})
    return list(found.values())


def _found(question: Question, words: str) -> list[Hit]:
    return find(
        words[:READ], centre=question.centre, language=question.language, reader=question.reader, limit=LOOKED_AT
    )


def written_from(articles: list[Source], question: Question, *, provider: Provider) -> Made:
    """The model's answer; no text when it has none, or one that does not stand in what it was given.

    Where the question `shows` it, its sentences come as they are written, each one checked; they are taken back if it comes to nothing.
    """
    answer = _written_from(articles, question, provider)
    if question.shows and not answer.text:
        question.shows("")
    return answer


def _written_from(articles: list[Source], question: Question, provider: Provider) -> Made:
    tools, sources = question.tools, [*articles]
    if tools:
        sources = tools.sources = [*articles]
    try:
        said = ask(
            question.task,
            instructions=INSTRUCTIONS.format(language=question.language) + (TOOLS if tools else ""),
            data=given(question.words, sources, earlier=question.earlier),
            output=Written,
            conversation=question.conversation,
            provider=provider,
            tools=tools.functions if tools else (),
            heard=_showing(question, sources) if question.shows else None,
        )
    except NotSaid as problem:
        return _paid(Made(), problem.call) if problem.call else Made()
    written, call = said.output, said.call
    answer = _paid(Made(made_by=call.model), call)
    if not written.is_answered:
        return answer
    if wrong := wrong_with(written, sources):
        said.drop(wrong)
        log.warning("assistant: an answer of %s was dropped: %s", call.model, wrong)
        return answer
    cited = _cited_in(written.claims, sources)
    answer.confidence = _confidence(cited)
    if answer.confidence >= question.least:
        answer.text = _text(written.claims)
        answer.evidence = _evidence(cited, question.centre)
    return answer


def _showing(question: Question, sources: list[Source | Record]) -> Callable[[Any], None]:
    """Shows what stands, when there is more of it and it is likely enough; nothing once what they want asks for a code."""
    shown = ""

    def heard(part: Any) -> None:
        nonlocal shown
        claims = standing(part, sources)
        is_sure = claims and _confidence(_cited_in(claims, sources)) >= question.least
        text = _text(claims) if is_sure and not (question.tools and question.tools.wish) else ""
        if text != shown and question.shows:
            shown = text
            question.shows(text)

    return heard


def _text(claims: list[Claim]) -> str:
    return storable(" ".join(claim.text.strip() for claim in claims))


def _cited_in(claims: list[Claim], sources: list[Source | Record]) -> list[tuple[Source | Record, str]]:
    return [(sources[claim.passage - 1], claim.quoted) for claim in claims]


def _confidence(cited: list[tuple[Source | Record, str]]) -> float:
    """Somebody who has read it and agrees halves the doubt that search had."""
    return 1 - (1 - max(source.confidence for source, _quoted in cited)) / 2


def _evidence(cited: list[tuple[Source | Record, str]], centre: HelpCentre) -> list[dict[str, Any]]:
    return [
        each.evidence(words) if isinstance(each, Record) else evidence_of(each.hit, words, centre, passage=each.passage)
        for each, words in cited
    ]
