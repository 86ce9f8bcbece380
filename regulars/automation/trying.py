"""What an occasion would give somebody, reckoned as it would be given; and what a rule would have given, had there been it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from regulars.automation.earning import Answer, answers, held_by, holds
from regulars.automation.rulebook import Ready
from regulars.customers.models import TimelineEvent
from regulars.loyalty.earning import Award, Held, award, bought, reckoning
from regulars.loyalty.models import Account, Operation, Programme
from regulars.loyalty.occasions import PURCHASE, Occasion, reckoned
from regulars.loyalty.periods import start_of
from regulars.loyalty.queries import statement
from regulars.loyalty.schemes import Limit

LOOKED_BACK = timedelta(days=90)
LOOKED = 300  # of the newest: one waits for it


@dataclass(frozen=True)
class Tried:
    award: Award
    tier: str
    answers: list[Answer]


def tried(account: Account, *, occasion: Occasion, at: datetime | None = None) -> Tried:
    """What they would get now, or would have got at `at`: in the tier of that day, and by today's rules."""
    said = statement(account)
    given, _how = reckoned(occasion, account=said.account, at=at or said.at, is_kept=False)
    return Tried(given, said.tier, answers(occasion, account=said.account, at=at or said.at))


@dataclass(frozen=True)
class Effect:
    """What was given for so many occasions, and what would have been."""

    occasions: int
    before: int
    after: int
    is_part: bool  # there were more of them


@dataclass(frozen=True)
class Case:
    at: datetime
    account: Account
    occasion: Occasion
    how: dict[str, Any]
    given: int


def effect_of_rule(ready: Ready, *, programme: Programme) -> Effect:
    """Of the last 90 days, had the rule been as it is now: with customers as they are today."""
    cases = list(_purchases(programme) if ready.trigger.event.kind == PURCHASE else _events(ready, programme))
    places = dict(programme.rules.values_list("pk", "position"))
    seen, rooms, after = cases[:LOOKED], _Rooms(ready, programme), 0
    for case in reversed(seen):
        held = [each for each in map(Held.model_validate, case.how["held"]) if each.rule != (ready.rule.pk or 0)]
        if ready.scheme.is_on(case.at, programme.clock.zone) and holds(ready, case.occasion, account=case.account):
            held.append(held_by(ready, case.occasion).model_copy(update={"room": rooms.left(case)}))
        held.sort(key=lambda each: places.get(each.rule, len(places) + 1))
        given = award(case.occasion.purchase, case.how | {"held": [each.model_dump(mode="json") for each in held]})
        rooms.take(case, given.by_rule().get(ready.rule.pk or 0, 0))
        after += given.points
    return Effect(len(seen), sum(case.given for case in seen), after, len(cases) > LOOKED)


class _Rooms:
    """The limits of the rule, counted as if it had been there all the time."""

    def __init__(self, ready: Ready, programme: Programme) -> None:
        self.scheme, self.clock, self.given = ready.scheme, programme.clock, Counter[tuple[Any, ...]]()

    def left(self, case: Case) -> int | None:
        limits = [limit.most - self.given[key] for name, limit, key in self._counted(case) if name != "often"]
        is_often = any(self.given[key] >= limit.most for name, limit, key in self._counted(case) if name == "often")
        return 0 if is_often else max(0, min(limits)) if limits else None

    def take(self, case: Case, points: int) -> None:
        for name, _limit, key in self._counted(case):
            self.given[key] += (points > 0) if name == "often" else points

    def _counted(self, case: Case) -> Iterator[tuple[str, Limit, tuple[Any, ...]]]:
        whose = {"per_member": case.account.pk, "often": case.account.pk, "budget": None}
        for name, member in whose.items():
            if limit := getattr(self.scheme, name):
                zone, begins = self.clock.zone, self.clock.year_begins
                since = None if limit.within == "ever" else start_of(case.at, limit.within, zone, begins=begins)
                yield name, limit, (name, member, since)


def _purchases(programme: Programme) -> Iterator[Case]:
    """As they were reckoned, the newest first."""
    since = timezone.now() - LOOKED_BACK
    earned = Operation.objects.filter(programme=programme, kind=Operation.Kind.EARN, happened_at__gte=since)
    for each in (
        earned.filter(spend__isnull=False, reckoned__isnull=False)
        .select_related("account")
        .order_by("-happened_at")[: LOOKED + 1]
    ):
        how = {"held": []} | each.reckoned
        what, about = bought(how, each.spend), how.get("about", {})
        occasion = Occasion.bought(what, programme=programme, number=each.reference, **about)
        yield Case(each.happened_at, each.account, occasion, how, award(what, how).points)


def _events(ready: Ready, programme: Programme) -> Iterator[Case]:
    members = {each.customer_id: each for each in Account.objects.open().filter(programme=programme)[:10_000]}
    found = TimelineEvent.objects.filter(kind=ready.trigger.event.kind, at__gte=timezone.now() - LOOKED_BACK)
    for event in found.filter(customer__in=members).order_by("-pk")[: LOOKED + 1]:
        account, occasion = members[event.customer_id], Occasion(event.kind, event.facts, event.pk)
        earned = Operation.objects.filter(
            programme=programme, kind=Operation.Kind.EARN, key=f"event:{event.pk}"
        ).first()
        how = (earned and earned.reckoned) or reckoning(programme.promised, account.tier)
        yield Case(event.at, account, occasion, how, earned.amount if earned else 0)
