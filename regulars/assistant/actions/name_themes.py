from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from pydantic import BaseModel, Field

from regulars.assistant.asking import NotSaid, ask, may_ask
from regulars.assistant.models import Duty, Provider, Task
from regulars.lib.resting import Rest
from regulars.lib.texts import one_line, storable
from regulars.surveys.models import Opinion, Theme

log = logging.getLogger(__name__)
INSTRUCTIONS = """\
Several customers of a shop have written comments that are about the same. Name what they have in common, for the shop's own team,
in two to five words in the language with the code {language}: a thing and what is the matter with it, such as "Parcels come late".
No names of people, no numbers."""
SHOWN = 12  # comments
LATER = timedelta(hours=1)

rest = Rest(LATER)


class Name(BaseModel):
    """What several comments have in common."""

    name: str = Field(min_length=2, max_length=60)


def name_themes() -> int:
    """The worker's: let a model name the next theme that nobody has named. Returns how many were looked at.

    It reads comments about conversations only of inboxes in which it may sum up. Without a model, or while it fails, a theme goes
    on being called by the comment in its middle.
    """
    if rest.over_at() or not may_ask(Provider.current()):
        return 0
    readable = _readable()
    theme = (
        Theme.objects.filter(Exists(readable.filter(meaning__theme=OuterRef("pk"))), named_by="").order_by("pk").first()
    )
    if theme is None:
        return 0
    nearest = readable.filter(meaning__theme=theme).order_by("-meaning__nearness", "pk")
    comments = [each.comment[:500] for each in nearest[:SHOWN]]
    try:
        instructions = INSTRUCTIONS.format(language=settings.LANGUAGE_CODE)
        said = ask(Task.SUMMARISE, instructions=instructions, data=comments, output=Name)
    except NotSaid as problem:
        log.info("themes are not named: %s", problem)
        rest.begin()
        return 0
    name = one_line(storable(said.output.name), limit=60)
    Theme.objects.filter(pk=theme.pk, named_by="").update(name=name, named_by=said.call.model[:120])
    return 1


def next_due() -> datetime | None:
    return rest.over_at()


def _readable() -> QuerySet[Opinion]:
    """The comments that a model may read: those about no conversation, where it may sum up anywhere."""
    duties = Duty.objects.filter(task=Task.SUMMARISE).exclude(way=Duty.Way.OFF)
    there = Q(conversation__inbox__in=duties.values("inbox"))
    return Opinion.objects.counted().filter(there | Q(Exists(duties), conversation=None))
