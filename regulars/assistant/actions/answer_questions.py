from __future__ import annotations

import logging
import time
from contextlib import nullcontext, suppress
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from regulars.assistant.drafts import as_if_published, forget_meanings
from regulars.assistant.making import READ
from regulars.assistant.models import Result, Run
from regulars.assistant.trying import Looked, Tried, looked_up, tried
from regulars.knowledge.embedding import Unavailable, direction_of, embedder
from regulars.knowledge.question import meant
from regulars.lib.again import again_after_a_deadlock

log = logging.getLogger(__name__)
AT_ONCE = {Run.Way.QUOTE: 50, Run.Way.MODEL: 4}
HOLDS = 3.0  # seconds of looking things up, while drafts that stand as published wait for nobody
LEASE = {Run.Way.QUOTE: timedelta(seconds=60), Run.Way.MODEL: timedelta(minutes=10)}  # longer than that many ever take


def answer_questions() -> int:
    """The worker's: put the next few questions of the run that has waited longest. Returns how many; 0 when nothing can be done now.

    Each is claimed, answered outside of any transaction, and written once: a worker that dies leaves its claims behind, which end
    by themselves, and whoever comes second writes nothing.
    """
    run = _next_run()
    if run is None:
        return 0
    Run.objects.filter(pk=run.pk).update(worked_at=timezone.now())
    results = _claimed(run)
    if results:
        _answered(run, results)
    _ended(run)
    return len(results) or 1


def next_due() -> datetime | None:
    """When claims end that a dead worker has left behind."""
    waiting = Result.objects.filter(state=Result.State.WAITING, run__finished_at=None, claimed_until__isnull=False)
    return waiting.order_by("claimed_until").values_list("claimed_until", flat=True).first()


def _free() -> Q:
    return Q(state=Result.State.WAITING) & (Q(claimed_until=None) | Q(claimed_until__lt=timezone.now()))


def _next_run() -> Run | None:
    """One with something to do: a question that nobody has in hand, or none left at all."""
    results = Result.objects.filter(run=OuterRef("pk"))
    begun = Run.objects.filter(
        Exists(results.filter(_free())) | ~Exists(results.filter(state="waiting")), finished_at=None
    )
    return begun.select_related("set__centre").order_by("worked_at").first()


@transaction.atomic
def _claimed(run: Run) -> list[Result]:
    free = Result.objects.filter(_free(), run=run).order_by("pk").select_for_update(skip_locked=True, of=("self",))
    results = list(free.select_related("question")[: AT_ONCE[Run.Way(run.way)]])
    until = timezone.now() + LEASE[Run.Way(run.way)]
    Result.objects.filter(pk__in=[each.pk for each in results]).update(claimed_until=until)
    return results


def _answered(run: Run, results: list[Result]) -> None:
    found = _looked_up(run, results)
    for result in results:
        if result.pk in found:
            _write(result, _tried(run, result, found[result.pk]))
        else:
            Result.objects.filter(pk=result.pk, state="waiting").update(claimed_until=None)  # for the next few seconds


@again_after_a_deadlock
def _looked_up(run: Run, results: list[Result]) -> dict[int, Looked]:
    """What the articles say to each. Drafts stand as published for a few seconds, in a transaction that is taken back."""
    found: dict[int, Looked] = {}
    if run.of_drafts and run.by_meaning:
        _ask_their_directions(results)
    with as_if_published(run.set.centre) if run.of_drafts else nullcontext():
        began = time.monotonic()
        for result in results:
            found[result.pk] = _one_looked_up(run, result)
            if run.of_drafts and time.monotonic() - began > HOLDS:
                break
    return found


def _one_looked_up(run: Run, result: Result) -> Looked:
    """One that cannot be looked up fails by itself, and all others go on. A database that is away is waited for."""
    try:
        with transaction.atomic() if run.of_drafts else nullcontext():
            return looked_up(run, result.question)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("result %s could not be looked up", result.pk)
        return Looked([], [], 0, error=f"{type(error).__name__}: {error}"[:300])


def _tried(run: Run, result: Result, looked: Looked) -> Tried:
    try:
        return tried(run, result.question, looked)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("result %s could not be answered", result.pk)
        return Tried(state=Result.State.FAILED, because=f"{type(error).__name__}: {error}"[:300])


def _ask_their_directions(results: list[Result]) -> None:
    """Before anything is held: a model may be asked over the network. They are remembered until all have been looked up."""
    made_by = embedder()
    with suppress(Unavailable):
        for result in results if made_by else ():
            direction_of(meant(result.question.words[:READ]), made_by)


def _write(result: Result, made: Tried) -> None:
    Result.objects.filter(pk=result.pk, state=Result.State.WAITING).update(**asdict(made))


def _ended(run: Run) -> None:
    if not run.results.filter(state=Result.State.WAITING).exists():
        Run.objects.filter(pk=run.pk, finished_at=None).update(finished_at=timezone.now())
        forget_meanings()
