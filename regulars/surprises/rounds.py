"""In which round something counts, how far it is, and what follows when it is reached, or is not any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from regulars.customers.actor import SYSTEM
from regulars.customers.timeline import record
from regulars.loyalty.models import Account
from regulars.loyalty.periods import end_of
from regulars.rewards.handing import the_reward
from regulars.rewards.offering import sold_out
from regulars.surprises.events import AchievementLost, AchievementReached
from regulars.surprises.giving import give_points, give_reward, take_points
from regulars.surprises.models import Achievement, Round

Again, How = Achievement.Again, Achievement.How


def the_round(achievement: Achievement, account: Account, *, at: datetime) -> Round | None:
    """The one in which something counts that happened then; None when it is reached for good, or over."""
    rounds = Round.objects.select_for_update().filter(achievement=achievement, account=account)
    last = rounds.order_by("-number").first()
    if last is None:
        return _begun(achievement, account, 1, at)
    is_over = last.ends_at is not None and at >= last.ends_at
    if achievement.again == Again.NEVER:
        return None if is_over or last.reached_at else last
    if is_over or (last.reached_at and achievement.again == Again.WHEN_REACHED):
        return _begun(achievement, account, last.number + 1, at)
    return None if last.reached_at or at < last.began_at else last


def keep_count(round: Round, *, at: datetime) -> None:
    """Count anew, and give or take back what there is for it."""
    achievement = round.achievement
    steps = list(round.steps.values_list("at", flat=True))
    zone = achievement.programme.clock.zone
    many = (
        len(steps)
        if achievement.how == How.TIMES
        else in_a_row((each.astimezone(zone).date() for each in steps), achievement.how)
    )
    round.many = min(many, 32000)
    round.save(update_fields=["many"])
    if many >= achievement.many and round.reached_at is None:
        _reach(round, at=at)
    elif many < achievement.many and round.reached_at is not None:
        _lose(round, at=at)


def in_a_row(days: Iterable[date], unit: str) -> int:
    """The longest run of days, weeks (from Monday) or months with something in each."""
    places = sorted({_place(day, unit) for day in days})
    longest = run = 0
    for before, place in zip([None, *places], places, strict=False):
        run = run + 1 if before is not None and place == before + 1 else 1
        longest = max(longest, run)
    return longest


def _place(day: date, unit: str) -> int:
    if unit == How.MONTHS:
        return day.year * 12 + day.month
    return day.toordinal() if unit == How.DAYS else (day - timedelta(days=day.weekday())).toordinal() // 7


def _begun(achievement: Achievement, account: Account, number: int, at: datetime) -> Round:
    clock, lasts = achievement.programme.clock, achievement.lasts
    ends = end_of(at, lasts, clock.zone, begins=clock.year_begins) if lasts else None  # type: ignore[arg-type]
    return Round.objects.create(achievement=achievement, account=account, number=number, began_at=at, ends_at=ends)


def _reach(round: Round, *, at: datetime) -> None:
    achievement, account = round.achievement, round.account
    round.reached_at, round.times = at, round.times + 1
    is_active, reward = account.status == Account.Status.ACTIVE, achievement.reward
    # The shelf is locked before the account, as by whoever claims.
    if is_active and reward and round.claim is None and sold_out(the_reward(reward.pk)) is None:
        round.claim = give_reward(account, reward, reason=achievement.name, by=SYSTEM, at=at)
    if is_active and achievement.points:
        key = f"achievement {round.pk} {round.times}"
        round.gain = give_points(account, achievement.points, key=key, reason=achievement.name, by=SYSTEM, at=at)
    round.save(update_fields=["reached_at", "times", "gain", "claim"])
    points = round.gain.amount if round.gain else 0
    record(AchievementReached(**_facts(round), points=points), customer=account.customer_id, by=SYSTEM, at=at)


def _lose(round: Round, *, at: datetime) -> None:
    if round.gain:
        take_points(round.gain, reason=_("Not reached any more: %s") % round.achievement.name, at=at)
    round.reached_at, round.gain = None, None
    round.save(update_fields=["reached_at", "gain"])
    record(AchievementLost(**_facts(round)), customer=round.account.customer_id, by=SYSTEM, at=at)


def _facts(round: Round) -> dict[str, object]:
    return {"achievement": round.achievement_id, "name": round.achievement.name, "round": round.number}
