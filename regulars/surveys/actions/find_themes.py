from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from regulars.knowledge.embedding import MOST_OF_IT, Embedder, Unavailable, embedder, usual_question
from regulars.lib.texts import one_line
from regulars.surveys.grouping import FEWEST, MOST, Directions, groups, nearest, normal
from regulars.surveys.models import Comment, Opinion, Theme

log = logging.getLogger(__name__)
AT_ONCE = 16
LOOSE_FOR = timedelta(days=180)  # what nobody has said again by then is no theme
LATER = timedelta(minutes=5)
SHORTEST = 8  # characters: “ok” is about nothing

_again_at: datetime | None = None


def find_themes() -> int:
    """Find out what a few new comments are about; those that fit no theme may be the beginning of one.

    Returns how many were looked at. Without a model that reads meanings there are no themes.
    """
    global _again_at
    made_by = embedder()
    if made_by is None or (_again_at and timezone.now() < _again_at):
        return 0
    several = list(_new()[:AT_ONCE])
    if not several:
        made_by.rest()
        return 0
    try:
        found = directions_of([each.comment[:1000] for each in several], made_by)
    except Unavailable as problem:
        log.warning("themes: %s; comments wait", problem)
        _again_at = timezone.now() + LATER
        return 0
    keep(several, found, model=made_by.name)
    return len(several)


def next_due() -> datetime | None:
    return _again_at if _again_at and _again_at > timezone.now() else None


def directions_of(texts: Sequence[str], made_by: Embedder) -> Directions:
    return normal(made_by.questions(texts), less=usual_question(made_by), share=MOST_OF_IT)


@transaction.atomic
def keep(several: Sequence[Opinion], found: Directions, *, model: str) -> None:
    """Put each beside the nearest theme, or leave it loose; then look whether loose ones have become a theme."""
    themes = list(Theme.objects.filter(model=model).select_for_update().order_by("pk"))
    places = nearest(found, _stacked([each.direction for each in themes]))
    Comment.objects.bulk_create(
        [
            Comment(
                opinion=opinion,
                theme=themes[place] if place >= 0 else None,
                nearness=near,
                model=model,
                direction=direction.tobytes(),
            )
            for opinion, direction, (place, near) in zip(several, found, places, strict=True)
        ],
        ignore_conflicts=True,
    )
    _gather(model)


def _new() -> QuerySet[Opinion]:
    fresh = Opinion.objects.counted().filter(meaning=None).annotate(length=Length("comment"))
    return fresh.filter(length__gte=SHORTEST).order_by("pk")


def _gather(model: str) -> None:
    since = timezone.now() - LOOSE_FOR
    loose = Comment.objects.filter(theme=None, by_hand=False, model=model, opinion__at__gt=since)
    several = list(loose.select_related("opinion").order_by("-pk")[:MOST])
    if len(several) < FEWEST:
        return
    found = _stacked([each.direction for each in several])
    for members in groups(found):
        inside = [several[number] for number in members]
        if (
            len({each.opinion.customer_id or -each.pk for each in inside}) > 1
        ):  # one person's worry is their conversation
            _begin(inside, found[members].mean(axis=0), model=model)


def _begin(inside: list[Comment], middle: Directions, *, model: str) -> None:
    """Called by the comment in its middle, until somebody finds a better name."""
    middle = middle / (np.linalg.norm(middle) or 1)
    near = _stacked([each.direction for each in inside]) @ middle
    name = one_line(inside[int(near.argmax())].opinion.comment, limit=60)
    theme = Theme.objects.create(name=name, model=model, direction=middle.astype(np.float32).tobytes())
    for each, nearness in zip(inside, near, strict=True):
        each.theme, each.nearness = theme, float(nearness)
    Comment.objects.bulk_update(inside, ["theme", "nearness"])


def _stacked(several: Sequence[bytes]) -> Directions:
    return (
        np.stack([np.frombuffer(each, dtype=np.float32) for each in several])
        if several
        else np.empty((0, 0), np.float32)
    )
