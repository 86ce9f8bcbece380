"""Articles as they would be if all their drafts were published, for whoever wants to know before it goes live."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Q

from regulars.knowledge.actions.make_meanings import keep, vectors_of
from regulars.knowledge.embedding import Embedder, Unavailable, Vector, embedder
from regulars.knowledge.models import HelpCentre, Passage, Translation
from regulars.knowledge.passages import passages_of, write_passages
from regulars.knowledge.safe import is_empty, plain

AT_ONCE = 8  # passages
Place = tuple[int, int]  # a translation and a position


def drafts_of(centre: HelpCentre) -> list[Translation]:
    """What would change, in memory: each stands as if it were published."""
    waiting = Q(is_changed=True) | ~Q(state=Translation.State.PUBLISHED)
    several = Translation.objects.filter(waiting, centre=centre, article__retired_at=None).exclude(draft_title="")
    drafts = [
        each for each in several.select_related("article", "centre").order_by("pk") if not is_empty(each.draft_html)
    ]
    for each in drafts:
        each.title, each.html, each.state = each.draft_title, each.draft_html, Translation.State.PUBLISHED
        each.text = plain(each.html)
    return drafts


@contextmanager
def as_if_published(centre: HelpCentre) -> Iterator[None]:
    """Within it, and for nobody else, the centre is open and all of its drafts are published. After it nothing has happened."""
    drafts = drafts_of(centre)
    meanings = _meanings(drafts)  # before anything is held: a model may be asked over the network
    with transaction.atomic():
        HelpCentre.objects.filter(pk=centre.pk, is_open=False).update(is_open=True)
        for draft in drafts:
            draft.save(update_fields=["title", "html", "text", "state"])
            write_passages(draft)
        _keep(drafts, meanings)
        yield
        transaction.set_rollback(True)


def _meanings(drafts: list[Translation]) -> dict[Place, Vector]:
    made_by, found = embedder(), dict[Place, Vector]()
    if made_by is None:
        return found
    passages = [passage for draft in drafts for passage in passages_of(draft)]
    try:
        for at in range(0, len(passages), AT_ONCE):
            several = passages[at : at + AT_ONCE]
            vectors = _remembered(several, made_by)
            found |= {
                (each.translation_id, each.position): vector for each, vector in zip(several, vectors, strict=True)
            }
    except Unavailable:
        return found  # the rest is found by its words
    return found


_known: dict[tuple[str, str, str], array[float]] = {}  # of drafts, while runs over them go on


def _remembered(several: list[Passage], made_by: Embedder) -> list[Vector]:
    """Made once, however often a run comes by."""
    keys = [(made_by.name, each.translation.title, f"{each.heading}\n{each.text}") for each in several]
    if not all(key in _known for key in keys):
        _known.update(zip(keys, (array("f", each) for each in vectors_of(several, made_by)), strict=True))
    return [list(_known[key]) for key in keys]


def forget_meanings() -> None:
    """No run over drafts is left."""
    _known.clear()


def _keep(drafts: list[Translation], meanings: dict[Place, Vector]) -> None:
    made_by = embedder()
    passages = Passage.objects.filter(translation__in=[draft.pk for draft in drafts]).only(
        "pk", "translation_id", "position"
    )
    found = [each for each in passages if (each.translation_id, each.position) in meanings]
    if made_by and found:
        keep(found, [meanings[each.translation_id, each.position] for each in found], made_by)
