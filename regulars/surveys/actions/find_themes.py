from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.db.models.functions import Length

from regulars.knowledge.embedding import MOST_OF_IT, Unavailable, embedder, usual_question
from regulars.lib.resting import Rest
from regulars.surveys.models import Opinion

log = logging.getLogger(__name__)
AT_ONCE = 16
LATER = timedelta(minutes=5)
SHORTEST = 8  # characters: “ok” is about nothing

rest = Rest(LATER)


def find_themes() -> int:
    """Find out what a few new comments are about; those that fit no theme may be the beginning of one.

    Returns how many were looked at. Without a model that reads meanings there are no themes.
    """
    made_by = embedder()
    if made_by is None or rest.over_at():
        return 0
    several = list(_new()[:AT_ONCE])
    if not several:
        made_by.rest()
        return 0
    try:
        vectors = made_by.questions([each.comment[:1000] for each in several])
        usual = usual_question(made_by)
    except Unavailable as problem:
        log.warning("themes: %s; comments wait", problem)
        rest.begin()
        return 0
    from regulars.surveys.gathering import gather  # with numpy: 16 MB, which a worker without comments does without
    from regulars.surveys.grouping import normal

    gather(several, normal(vectors, less=usual, share=MOST_OF_IT), model=made_by.name)
    return len(several)


def next_due() -> datetime | None:
    return rest.over_at()


def _new() -> QuerySet[Opinion]:
    fresh = Opinion.objects.counted().filter(meaning=None).annotate(length=Length("comment"))
    return fresh.filter(length__gte=SHORTEST).order_by("pk")
