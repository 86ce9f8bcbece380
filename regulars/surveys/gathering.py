"""Comments put beside what they are about. Loads what reckons with directions, so `find_themes` asks for it when there are some."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone

from regulars.surveys.grouping import FEWEST, MOST, Directions, groups, nearest
from regulars.surveys.models import Comment, Opinion, Theme
from regulars.surveys.models.theme import called_by

LOOSE_FOR = timedelta(days=180)  # what nobody has said again by then is no theme


@transaction.atomic
def gather(several: Sequence[Opinion], found: Directions, *, model: str) -> None:
    """Put each beside the nearest theme, or leave it loose; then look whether loose ones have become a theme."""
    themes = list(Theme.objects.filter(model=model).select_for_update().order_by("pk"))
    ways = [(theme, way) for theme in themes for way in _ways(theme, found.shape[1])]
    places = nearest(found, _stacked([way for _theme, way in ways]))
    Comment.objects.bulk_create(
        [
            Comment(
                opinion=opinion,
                theme=ways[place][0] if place >= 0 else None,
                nearness=near,
                model=model,
                direction=direction.tobytes(),
            )
            for opinion, direction, (place, near) in zip(several, found, places, strict=True)
        ],
        ignore_conflicts=True,
    )
    _look_for_themes(model)


def _look_for_themes(model: str) -> None:
    since = timezone.now() - LOOSE_FOR
    loose = Comment.objects.filter(theme=None, by_hand=False, model=model, opinion__at__gt=since)
    several = list(loose.select_related("opinion").order_by("-pk")[:MOST])
    if len(several) < FEWEST:
        return
    found = _stacked([each.direction for each in several])
    for members in groups(found):
        inside = [several[number] for number in members]
        if len({each.opinion.customer_id or -each.pk for each in inside}) > 1:  # one's worry is their conversation
            _begin(inside, found[members].mean(axis=0), model=model)


def _begin(inside: list[Comment], middle: Directions, *, model: str) -> None:
    """Called by the comment in its middle."""
    middle = middle / (np.linalg.norm(middle) or 1)
    near = _stacked([each.direction for each in inside]) @ middle
    name = called_by(inside[int(near.argmax())].opinion.comment)
    theme = Theme.objects.create(name=name, model=model, direction=middle.astype(np.float32).tobytes())
    for each, nearness in zip(inside, near, strict=True):
        each.theme, each.nearness = theme, float(nearness)
    Comment.objects.bulk_update(inside, ["theme", "nearness"])


def _ways(theme: Theme, width: int) -> list[bytes]:
    """Its direction, or those of all that were merged into it."""
    return [way.tobytes() for way in np.frombuffer(theme.direction, np.float32).reshape(-1, width)]


def _stacked(several: Sequence[bytes]) -> Directions:
    rows = [np.frombuffer(each, dtype=np.float32) for each in several]
    return np.stack(rows) if rows else np.empty((0, 0), np.float32)
