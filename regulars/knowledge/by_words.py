"""Passages by their words, weighed as BM25 does: rare words count most, and saying a word ten times not ten times as much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from regulars.knowledge.models import Article, HelpCentre
from regulars.knowledge.passages import quoted
from regulars.knowledge.question import Concept, Question

# Passages that have one of the rarest words, in the reader's language and in the others; those with common ones alone stand behind.
LOOKED_THROUGH, OTHERS = 1200, 400
MOST = 5000  # … where even the rarest word is that common
FIRST, ENOUGH = 300, 60  # passages that are asked about first, and articles among them that fill any page
WEIGHTS = "{0.45,0.6,0.75,1.0}"  # of a word in the text, the labels, the heading, the title
SIDE_BY_SIDE = 0.25  # of their rarity, for two that stand together as in the question


class Scored(NamedTuple):
    """A passage that has some of the words. `share` is of the whole question, by rarity; `density` also says how well they stand."""

    article: int
    passage: int
    language: str
    density: float
    share: float


def scored(question: Question, *, centre: HelpCentre, visible: QuerySet[Article]) -> list[Scored]:
    """The best in each language, of what may be read."""
    found: list[Scored] = []
    for language, concepts in question.concepts.items():
        if concepts:
            most = OTHERS if found else LOOKED_THROUGH  # the reader's language comes first
            found += _in(language, concepts, question, centre, most)
    return _allowed(sorted(found, key=lambda each: -each.density), visible)


def _allowed(found: list[Scored], visible: QuerySet[Article]) -> list[Scored]:
    """What may be read of the best; of all, when that is little."""
    for several in (found[:FIRST], found):
        if not several:
            return []
        allowed = set(visible.filter(pk__in={each.article for each in several}).order_by().values_list("pk", flat=True))
        if len(allowed) >= ENOUGH or len(several) == len(found):
            break
    return [each for each in several if each.article in allowed]


def _in(language: str, concepts: Sequence[Concept], question: Question, centre: HelpCentre, most: int) -> list[Scored]:
    facts: list[Any] = []
    near = " + ".join(
        [*(_together(pair, concepts, facts) for pair in question.pairs[language]), "0"]
    )  # in the order of the statement
    columns = ", ".join(_column(concept, facts) for concept in concepts)
    sql = f"""
        SELECT article_id, id, {near}, {columns} FROM knowledge_passage
        WHERE search @@ %s::tsquery AND centre_id + 0 = %s AND language = %s LIMIT %s
    """  # noqa: S608 - the addition: else all passages of a centre are read, which costs more than the index of words
    with connection.cursor() as cursor:
        cursor.execute(sql, [*facts, _any_of(concepts, most), centre.pk, language, MOST])
        return [_scored(row, language, concepts, question.whole or 1) for row in cursor]


def _scored(row: Sequence[Any], language: str, concepts: Sequence[Concept], whole: float) -> Scored:
    article, passage, near, *each = row
    total = float(near) + sum(concept.rarity * value for concept, value in zip(concepts, each, strict=True))
    share = sum(concept.rarity for concept, value in zip(concepts, each, strict=True) if value) / whole
    return Scored(article, passage, language, total / whole, share)


def _column(concept: Concept, facts: list[Any]) -> str:
    ranks = []
    for stem, weight in concept.stems.items():
        ranks.append(f"{weight} * ts_rank(%s::float4[], search, %s::tsquery)")
        facts += [WEIGHTS, quoted(stem)]
    return f"greatest({', '.join(ranks)})"


def _together(pair: tuple[str, str], concepts: Sequence[Concept], facts: list[Any]) -> str:
    rarity = max((concept.rarity for concept in concepts if concept.stems.keys() & set(pair)), default=0)
    facts.append(f"{quoted(pair[0])} <-> {quoted(pair[1])}")
    return f"CASE WHEN search @@ %s::tsquery THEN {SIDE_BY_SIDE * rarity:.4f} ELSE 0 END"


def _any_of(concepts: Sequence[Concept], most: int) -> str:
    """Passages with any of the rarest words, as many words as bring a bounded number of passages; with all, if all are common."""
    rare: list[Concept] = []
    for concept in concepts:
        if rare and sum(each.passages for each in rare) + concept.passages > most:
            break
        rare.append(concept)
    if rare[0].passages > most:
        return " & ".join(f"({_either(each)})" for each in concepts[:4])
    return " | ".join(_either(each) for each in rare)


def _either(concept: Concept) -> str:
    return " | ".join(quoted(stem) for stem in concept.stems)
