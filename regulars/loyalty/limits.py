"""How much room the limits of rules leave: in a period, for one member, and for all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet, Sum

from regulars.loyalty.earning import Held
from regulars.loyalty.keeping import family_of
from regulars.loyalty.models import Account, Grant
from regulars.loyalty.periods import anniversaries, end_of, start_of
from regulars.loyalty.schemes import Limit


def with_room(held: Sequence[Held], *, account: Account, at: datetime, is_kept: bool = True) -> list[Held]:
    """The rules with the points that they may still give. The member's book is open; who else asks for a rule's budget waits (`is_kept`)."""
    if is_kept:
        _wait_for([each.rule for each in held if each.scheme.budget])
    return [each.model_copy(update={"room": _room(each, account, at)}) for each in held]


def _room(held: Held, account: Account, at: datetime) -> int | None:
    scheme = held.scheme
    given = Grant.objects.filter(rule=held.rule, points__gt=0)
    theirs = given.filter(account__in=family_of(account.pk) if scheme.per_member or scheme.often else ())
    left = [
        limit.most - (_since(rows, limit, at, account).aggregate(sum=Sum("points"))["sum"] or 0)
        for rows, limit in ((theirs, scheme.per_member), (given, scheme.budget))
        if limit
    ]
    if scheme.often and _since(theirs, scheme.often, at, account).count() >= scheme.often.most:
        left.append(0)
    return max(0, min(left)) if left else None


def _since(rows: QuerySet[Grant], limit: Limit, at: datetime, account: Account) -> QuerySet[Grant]:
    """Of the period that this moment is in: what is told late belongs to its own."""
    if limit.within == "ever":
        return rows
    clock = account.programme.clock
    if limit.within == "year of membership":
        days = anniversaries(account.joined_at, at, clock.zone)
        return rows.filter(
            at__gte=max(each for each in days if each <= at), at__lt=min(each for each in days if each > at)
        )
    begins = clock.year_begins
    return rows.filter(
        at__gte=start_of(at, limit.within, clock.zone, begins=begins),
        at__lt=end_of(at, limit.within, clock.zone, begins=begins),
    )


def _wait_for(rules: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        for rule in sorted(rules):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('budget'), %s)", [rule])
