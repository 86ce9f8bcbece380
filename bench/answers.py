"""The assistant without a model: how good its answers are by the house's own evaluation, and how quick, at 10,000 articles."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from bench.asking import listening, measured, replayed
from bench.house import House
from bench.knowledge.filling import filled
from bench.knowledge.sets import LANGUAGES, articles, questions
from bench.knowledge.speed import ANSWER, ARTICLES, large_centre
from bench.table import Measure


def measures(house: House) -> Iterator[Measure]:
    yield _evaluated(house)
    yield _quick(house)


def _evaluated(house: House) -> Measure:
    """The labelled questions of `bench/knowledge`, brought in as a file and put by the worker's verb."""
    from regulars.assistant.actions.answer_questions import answer_questions
    from regulars.assistant.actions.begin_run import begin_run
    from regulars.assistant.actions.bring_in_questions import bring_in_questions
    from regulars.assistant.actions.save_question_set import save_question_set
    from regulars.assistant.figure_rows import between, percent
    from regulars.assistant.figures import figures_of

    agent = house.facts["agent"]
    centre, numbers = filled(articles(), by=agent, name="Evaluated")
    asked = [
        {
            "question": each.words,
            "articles": [numbers[each.title]] if each.title else [],
            "language": each.kind if each.kind in LANGUAGES else "en",
        }
        for each in questions()
    ]
    questions_kept = save_question_set(None, centre=centre, name="Bench", by=agent)
    bring_in_questions(questions_kept, content=json.dumps(asked).encode(), by=agent)
    run, began = begin_run(questions_kept, by=agent), time.monotonic()
    while answer_questions():
        pass
    took, found = time.monotonic() - began, figures_of(run)
    shares = ("answer_rate", "precision", "coverage", "honesty")
    said = [
        f"{name.replace('_', ' ')} {percent(getattr(found, name))} ({between(getattr(found, name))})" for name in shares
    ]
    return Measure(
        name="answers evaluated", size=len(numbers), n=run.total, p50_ms=found.p50_ms, p95_ms=found.p95_ms,
        per_second=run.total / took, promise="; ".join(said),
    )  # fmt: skip


def _quick(house: House) -> Measure:
    """From the question to the quoted answer, as a customer waits for it."""
    from regulars.assistant.making import Question, made
    from regulars.knowledge.models import HelpCentre

    centre = HelpCentre.objects.filter(brand__name="Large").first() or large_centre()
    words = [each.words for each in questions()]
    random.Random(7).shuffle(words)
    several = cycle(words)

    def ask(_number: int) -> Any:
        return made(Question(next(several), centre, "en"))

    with listening() as heard:
        ask(0)
    measure = measured("answers quoted", house, ask, n=100, queries=len(heard), floor_ms=replayed(heard, n=20))
    kept = (measure.p50_ms or 0) <= ANSWER
    return Measure(**{**vars(measure), "size": ARTICLES, "promise": f"p50 ≤ {ANSWER}", "is_kept": kept})
