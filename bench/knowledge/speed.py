"""How quick: a search as pages ask it, at 10,000 articles of three passages, beside the same statements alone."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from bench.asking import listening, measured, replayed
from bench.house import House
from bench.knowledge.sets import articles, questions
from bench.table import Measure

ARTICLES, PASSAGES, AT_ONCE = 10_000, 3, 500
SEARCH, ANSWER = 100, 300  # milliseconds: of a search p95, of an answer p50


def measures(house: House) -> Iterator[Measure]:
    from regulars.knowledge.finding import find
    from regulars.knowledge.quoting import quote

    centre = large_centre()
    words = [each.words for each in questions()]
    random.Random(7).shuffle(words)
    several, how = cycle(words), {"centre": centre, "language": "en", "reader": None}
    ways: dict[str, Any] = {
        "search, words alone": lambda _: find(next(several), by_meaning=False, **how),
        "search while typing": lambda _: find(next(several)[:12], prefix=True, by_meaning=False, **how),
        "search with meaning": lambda _: find(next(several), **how),
        "quoted answer": lambda _: quote(next(several), **how),
    }
    for name, ask in ways.items():
        with listening() as heard:
            ask(0)
        measure = measured(f"knowledge {name}", house, ask, n=100, queries=len(heard), floor_ms=replayed(heard, n=20))
        is_answer, p50, p95 = name == "quoted answer", measure.p50_ms or 0, measure.p95_ms or 0
        promise = f"p50 ≤ {ANSWER}" if is_answer else f"p95 ≤ {SEARCH}"
        kept = p50 <= ANSWER if is_answer else p95 <= SEARCH
        yield Measure(**{**vars(measure), "size": ARTICLES, "promise": promise, "is_kept": kept})


def large_centre() -> Any:
    """Articles mixed of the sentences of our set, each language for itself, with what they mean made up of theirs."""
    from django.db import connection

    from regulars.knowledge.models import Article, HelpCentre, Meaning, Passage, Translation
    from regulars.knowledge.passages import write_passages
    from regulars.team.models import Brand

    began, chance, models = (
        time.monotonic(),
        random.Random(42),
        list(Meaning.objects.values_list("model", flat=True)[:1]),
    )
    brand = Brand.objects.create(name="Large")
    centre = HelpCentre.objects.create(
        brand=brand, title="Large", languages=["en", "de", "es", "fr", "ja"], is_open=True
    )
    known = articles()
    for start in range(0, ARTICLES, AT_ONCE):
        rows = Article.objects.bulk_create(Article(centre=centre) for _ in range(AT_ONCE))
        texts = [_mixed(known, chance, start + at) for at in range(AT_ONCE)]
        translations = Translation.objects.bulk_create(
            Translation(article=row, centre=centre, state="published", version=1, published_at=row.created_at, **text)
            for row, text in zip(rows, texts, strict=True)
        )
        for translation in translations:
            write_passages(translation)
    if models:
        with connection.cursor() as cursor:
            cursor.execute(_MEANINGS, [centre.pk])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(
        f"\n{ARTICLES} articles, {Passage.objects.filter(centre=centre).count()} passages in {time.monotonic() - began:.0f} s"
    )
    return centre


_MEANINGS = """
    WITH made AS (SELECT row_number() OVER () - 1 AS at, model, vector FROM knowledge_meaning), many AS (SELECT count(*) AS many FROM made)
    INSERT INTO knowledge_meaning (passage_id, centre_id, article_id, model, vector)
    SELECT passage.id, passage.centre_id, passage.article_id, made.model, made.vector
    FROM knowledge_passage AS passage, many, made WHERE passage.centre_id = %s AND made.at = passage.id %% many.many
"""


def _mixed(known: Any, chance: random.Random, number: int) -> dict[str, str]:
    language = chance.choice(["en", "en", "de", "es", "fr", "ja"])
    same = [each for each in known if each.language == language]
    parts = [chance.choice(same) for _ in range(PASSAGES)]
    html = "".join(f'<h2 id="part-{at}">{part.title}</h2><p>{part.text}</p>' for at, part in enumerate(parts))
    return {"language": language, "slug": f"a-{number}", "title": f"{chance.choice(same).title} {number}", "html": html}
