"""Passages that point where a question does. All that may be read are compared: an index would lose those that few may read."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from regulars.knowledge.embedding import Unavailable, Vector, direction_of, embedder
from regulars.knowledge.models import Article, HelpCentre
from regulars.knowledge.models.meaning import has_pgvector, written
from regulars.knowledge.question import Question

log = logging.getLogger(__name__)
MOST = 60  # passages
MANY = 4 * MOST  # among which there are that many which may be read, as a rule
WITHOUT_PGVECTOR = 2000  # passages that are compared number by number; in larger centres those that have the words
_NEAREST = "SELECT article_id, passage_id, -(vector <#> %s::halfvec) FROM knowledge_meaning WHERE {which} ORDER BY 3 DESC LIMIT %s"
_NEAREST_BY_HAND = """
    SELECT article_id, passage_id, (SELECT sum(a * b) FROM unnest(vector, %s::real[]) AS both_of (a, b)) FROM knowledge_meaning
    WHERE {which} ORDER BY 3 DESC NULLS LAST LIMIT %s
"""


class Near(NamedTuple):
    """A passage, and how alike it and the question are."""

    article: int
    passage: int
    likeness: float


def near(question: Question, *, centre: HelpCentre, visible: QuerySet[Article], among: Sequence[int]) -> list[Near]:
    """The nearest passages, the nearest first; none where there is no model, or it fails. `among`: what words have found."""
    made_by = embedder()
    if made_by is None or not any(letter.isalnum() for letter in question.text):
        return []
    try:
        vector = direction_of(question.text, made_by)
    except Unavailable as problem:
        log.warning("search goes by words alone: %s", problem)
        return []
    return _nearest(vector, made_by.name, centre, visible, among)


def _nearest(
    vector: Vector, model: str, centre: HelpCentre, visible: QuerySet[Article], among: Sequence[int]
) -> list[Near]:
    """Most readers may read nearly everything: so the nearest of all are looked up, and only for others each is asked about."""
    which, facts = "centre_id = %s AND model = %s", [centre.pk, model]
    with connection.cursor() as cursor:
        if not has_pgvector() and _many(cursor, centre) > WITHOUT_PGVECTOR:
            which, facts = f"{which} AND passage_id = ANY(%s)", [*facts, list(among)]

        def ask(which: str, facts: list[Any], most: int) -> list[Near]:
            cursor.execute(
                (_NEAREST if has_pgvector() else _NEAREST_BY_HAND).format(which=which), [written(vector), *facts, most]
            )
            return [Near(*row) for row in cursor.fetchall() if row[2] is not None]

        nearest = ask(which, facts, MANY)
        allowed = set(visible.filter(pk__in={each.article for each in nearest}).order_by().values_list("pk", flat=True))
        found = [each for each in nearest if each.article in allowed][:MOST]
        if len(found) == MOST or len(nearest) < MANY:
            return found
        only, values = visible.order_by().values("pk").query.sql_with_params()
        return ask(f"{which} AND article_id IN ({only})", [*facts, *values], MOST)


def _many(cursor: object, centre: HelpCentre) -> int:
    cursor.execute("SELECT count(*) FROM knowledge_meaning WHERE centre_id = %s", [centre.pk])  # type: ignore[attr-defined]
    return cursor.fetchone()[0]  # type: ignore[attr-defined]
