from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Right
from django.utils import timezone

from regulars.customers.actor import SYSTEM
from regulars.customers.events import Event
from regulars.customers.models import TimelineEvent
from regulars.customers.timeline import record
from regulars.lib.gathering import gathered
from regulars.loyalty.events import MemberAnniversary, MemberBirthday
from regulars.loyalty.models import Account, Programme
from regulars.loyalty.periods import midnight

MOST_LATE = 7  # days that are made up for: a birthday of last month is none
ONCE_IN = timedelta(days=330)  # whoever changes the day has no second birthday in the year


def celebrate() -> int:
    """Tell of the birthdays of members, and of the days on which they joined: each day of a programme once, as it begins there."""
    for programme in Programme.objects.order_by("pk"):
        if (day := _next_day(programme)) <= _today(programme):
            return _celebrate(programme.pk, day)
    return 0


def next_due() -> datetime | None:
    """When a day begins next whose birthdays nobody was told of."""
    return min((midnight(_next_day(each), each.clock.zone) for each in Programme.objects.all()), default=None)


def _today(programme: Programme) -> date:
    return timezone.now().astimezone(programme.clock.zone).date()


def _next_day(programme: Programme) -> date:
    today = _today(programme)
    last = programme.celebrated_on or today - timedelta(days=1)
    return max(last + timedelta(days=1), today - timedelta(days=MOST_LATE))


@transaction.atomic
def _celebrate(number: int, day: date) -> int:
    """Returns how many days were told of: none when somebody else was quicker."""
    programme = Programme.objects.select_for_update(skip_locked=True).filter(pk=number).first()
    if programme is None or _next_day(programme) != day:
        return 0
    programme.celebrated_on = day
    programme.save(update_fields=["celebrated_on"])
    at = midnight(day, programme.clock.zone)
    with gathered():
        for account, event in [*_birthdays(programme, day), *_anniversaries(programme, day)]:
            record(event, customer=account.customer_id, by=SYSTEM, at=at)
    return 1


def _birthdays(programme: Programme, day: date) -> Iterator[tuple[Account, Event]]:
    said = KeyTextTransform(programme.promised.birthday, "customer__attributes")
    born = _members(programme).annotate(born=Right(said, 5))
    before = midnight(day, programme.clock.zone) - ONCE_IN
    told = TimelineEvent.objects.filter(kind=MemberBirthday.kind, at__gt=before, facts__programme=programme.pk)
    for each in born.filter(born__in=_days(day)).exclude(customer__in=told.values("customer")):
        yield each, MemberBirthday(member=each.pk, programme=programme.pk)


def _anniversaries(programme: Programme, day: date) -> Iterator[tuple[Account, Event]]:
    zone = programme.clock.zone
    for said in _days(day):
        month, of_month = map(int, said.split("-"))
        with timezone.override(zone):
            theirs = _members(programme).filter(joined_at__month=month, joined_at__day=of_month)
            found = list(theirs.filter(joined_at__year__lt=day.year))
        for each in found:
            years = day.year - each.joined_at.astimezone(zone).year
            yield each, MemberAnniversary(member=each.pk, programme=programme.pk, years=years)


def _members(programme: Programme) -> QuerySet[Account]:
    return Account.objects.open().filter(programme=programme, status=Account.Status.ACTIVE)


def _days(day: date) -> list[str]:
    """This day, as dates end; who was born on 29 February has their day on the 28th in other years."""
    is_short = (day.month, day.day) == (2, 28) and not isleap(day.year)
    return [f"{day:%m-%d}", *(["02-29"] if is_short else [])]
