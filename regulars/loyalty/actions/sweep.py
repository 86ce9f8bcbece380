from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from regulars.loyalty import tiering
from regulars.loyalty.falling_due import settle
from regulars.loyalty.keeping import keep, with_credits
from regulars.loyalty.models import Account, Programme, Sweep
from regulars.loyalty.periods import end_of, later
from regulars.loyalty.reviewing import keep_tiers
from regulars.loyalty.settling import settle_plain

BATCH = 1000  # members in one transaction


def sweep() -> int:
    """Keep the books of members for whom something was due by last midnight: points begin, expire, lapse; tiers are looked at again.

    A batch at a time, whose members nobody else has in hand. Balances are right without it: it only writes down what time has done.
    A programme whose books cannot be kept stops no other: what it raises is raised when there is nothing else to do.
    """
    now, failed = timezone.now(), []
    for programme in Programme.objects.order_by("swept_at"):
        try:
            if programme.sweep_at <= now and (done := keep_some(programme, until=_until(programme, now))):
                return done
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]
    return 0


def next_due() -> datetime | None:
    """The midnight at which books are kept next."""
    return min((each.sweep_at for each in Programme.objects.all()), default=None)


def _until(programme: Programme, now: datetime) -> datetime:
    """The last midnight, also after nights in which nobody was at work."""
    return end_of(later(now, -1, "day", programme.clock.zone), "day", programme.clock.zone)


@transaction.atomic
def keep_some(programme: Programme, *, until: datetime) -> int:
    due = Account.objects.open().filter(programme=programme, due_at__lte=until)
    night, _is_new = Sweep.objects.get_or_create(programme=programme, until=until, defaults={"due": due.count})
    locked = due.select_for_update(skip_locked=True, no_key=True).order_by("due_at")
    members = dict(locked.values_list("pk", "due_at")[:BATCH])
    if not members:
        if not due.exists():
            _end(programme, night)
        return 0
    stayed = keep_tiers(programme, members, until=until)
    left = list(members.keys() - stayed)
    plain = settle_plain(programme, left, since=min(members.values()), until=until)
    if others := set(left) - plain:
        _settle(others, until)
    Sweep.objects.filter(pk=night.pk).update(done=F("done") + len(members), ended_at=None)
    return len(members)


def _settle(members: Iterable[int], until: datetime) -> None:
    """One by one, by the book."""
    books = with_credits(list(Account.objects.filter(pk__in=members).order_by("pk")))
    for book in books:
        settle(book, until)
        tiering.look_again(book, book.now(until))
    keep(*books)


def _end(programme: Programme, night: Sweep) -> None:
    Programme.objects.filter(pk=programme.pk).update(swept_at=night.until)
    Sweep.objects.filter(pk=night.pk).update(ended_at=timezone.now())
