from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet

from regulars.knowledge.embedding import Embedder, Unavailable, Vector, embedder
from regulars.knowledge.models import HelpCentre, Passage
from regulars.knowledge.models.meaning import kind, written
from regulars.lib.resting import Rest

log = logging.getLogger(__name__)
AT_ONCE = 8
LATER = timedelta(minutes=1)
TITLE = 0.5  # how much of a title, taken for a question, is in what a passage means. Measured: docs/decisions/0008

rest = Rest(LATER)


def make_meanings() -> int:
    """The worker's: let a few passages be found by what they mean. Returns how many. Harmless when two do the same ones."""
    made_by = embedder()
    if made_by is None or rest.over_at():
        return 0
    several = list(_without(made_by)[:AT_ONCE])
    if not several:
        made_by.rest()  # articles are written seldom
        return 0
    try:
        vectors = vectors_of(several, made_by)
    except Unavailable as problem:
        log.warning("meanings: %s; search goes by words until then", problem)
        rest.begin()
        return 0
    keep(several, vectors, made_by)
    return len(several)


def make_all_meanings(centre: HelpCentre) -> None:
    """At once, in this process, for whoever cannot wait for the worker: programs on the command line. Without a model, nothing."""
    made_by = embedder()
    try:
        while made_by and (several := list(_without(made_by).filter(centre=centre)[:AT_ONCE])):
            keep(several, vectors_of(several, made_by), made_by)
    except Unavailable as problem:
        log.warning("meanings: %s; search goes by words", problem)


def next_due() -> datetime | None:
    return rest.over_at()


def _without(made_by: Embedder) -> QuerySet[Passage]:
    """Passages that nothing was made of, or by another model than is used now."""
    return Passage.objects.exclude(meaning__model=made_by.name).select_related("translation").order_by("pk")


def vectors_of(several: Sequence[Passage], made_by: Embedder) -> list[Vector]:
    """Of each what it says and, as a title is what people would ask, half as much of that."""
    titles = list({passage.translation.title for passage in several})
    asked = dict(zip(titles, made_by.questions(titles), strict=True))
    said = made_by.passages([_said(passage) for passage in several])
    return [
        [each + TITLE * more for each, more in zip(vector, asked[passage.translation.title], strict=True)]
        for passage, vector in zip(several, said, strict=True)
    ]


def _said(passage: Passage) -> str:
    return ". ".join(part for part in (passage.translation.title, passage.heading, passage.text) if part)


def keep(several: Sequence[Passage], vectors: Sequence[Vector], made_by: Embedder) -> None:
    """Let search find these by what they mean. What was written anew meanwhile is left out: its passages are others."""
    kept = f"""
        INSERT INTO knowledge_meaning (passage_id, centre_id, article_id, model, vector)
        SELECT passage.id, passage.centre_id, passage.article_id, %s, made.vector::{kind()}
        FROM unnest(%s::bigint[], %s::text[]) AS made (id, vector) JOIN knowledge_passage AS passage USING (id)
        FOR KEY SHARE OF passage
        ON CONFLICT (passage_id) DO UPDATE SET model = excluded.model, vector = excluded.vector
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(kept, [made_by.name, [each.pk for each in several], [written(each) for each in vectors]])
