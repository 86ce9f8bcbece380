"""Who else looks at a thing now, and what they do there: the lossy lane. Nothing here is remembered, replayed or owed.

A page says what it does every few seconds (`look`), and hears in answer who else is there. Open pages are told only when that
changes for somebody, and never more often than `NEWS` allows, so fifty people who type make a few notices a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models.functions import Now
from django.utils import timezone

from regulars.lib.throttle import Throttle
from regulars.live.models import Onlooker
from regulars.live.notify import tell

LOOKING, WRITING, TYPING = (
    "looking",
    "writing",
    "typing",
)  # writing: words stand there, and no letter was added just now
GONE_AFTER = timedelta(seconds=25)  # without a word from their page, which says one every ten seconds
QUIET_AFTER = timedelta(seconds=10)  # typing without a word is typing no more
FORGOTTEN_AFTER = timedelta(minutes=2)
ORDER = (LOOKING, WRITING, TYPING)
NEWS = Throttle(per_second=0.5, burst=6)  # of one agent


@dataclass(frozen=True)
class Seen:
    """Somebody who is there with one page or more: what the busiest of them does, and since when they write."""

    owner: int
    doing: str
    writes_since: datetime | None


def look(topic: str, *, owner: int, page: str, doing: str) -> list[Seen]:
    """This page of the owner is open on a topic and does this. Returns who is there, the owner included."""
    known = list(Onlooker.objects.filter(topic=topic))
    mine = next((each for each in known if each.owner == owner and each.page == page), None)
    was, began = (mine.doing, mine.writes_since) if mine else ("", None)
    now = timezone.now()
    begun = None if doing == LOOKING else began or now
    _keep(Onlooker(topic=topic, owner=owner, page=page, doing=doing, writes_since=begun))
    if was != doing:
        if not was:
            Onlooker.objects.filter(seen_at__lt=Now() - FORGOTTEN_AFTER).delete()
        _tell(topic, owner)
    others = [each for each in known if each is not mine]
    return _people([*others, Onlooker(owner=owner, doing=doing, seen_at=now, writes_since=begun)], now=now)


def leave(topic: str, *, owner: int, page: str) -> None:
    """This page shows something else now. Harmless twice."""
    if Onlooker.objects.filter(topic=topic, owner=owner, page=page).delete()[0]:
        _tell(topic, owner)


def _keep(onlooker: Onlooker) -> None:
    onlooker.seen_at = Now()
    Onlooker.objects.bulk_create(
        [onlooker],
        update_conflicts=True,
        unique_fields=["topic", "owner", "page"],
        update_fields=["doing", "writes_since", "seen_at"],
    )


def _tell(topic: str, owner: int) -> None:
    if not NEWS.wait(owner):
        tell({"kind": "onlookers", "topics": [f"onlookers:{topic}"]})


def _people(rows: list[Onlooker], *, now: datetime) -> list[Seen]:
    """One for each owner, those who write longest first."""
    people: dict[int, Seen] = {}
    for row in rows:
        if now - row.seen_at > GONE_AFTER:
            continue
        doing = WRITING if row.doing == TYPING and now - row.seen_at > QUIET_AFTER else row.doing
        before = people.get(row.owner, Seen(row.owner, LOOKING, None))
        since = min(filter(None, (before.writes_since, row.writes_since)), default=None)
        people[row.owner] = Seen(row.owner, max(before.doing, doing, key=ORDER.index), since)
    return sorted(people.values(), key=lambda each: (each.writes_since is None, each.writes_since or now, each.owner))
