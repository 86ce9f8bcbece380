"""How far a member is with what can be reached."""

from __future__ import annotations

from typing import NamedTuple

from django.utils import timezone

from regulars.loyalty.models import Account
from regulars.surprises.models import Achievement, Round


class Progress(NamedTuple):
    achievement: Achievement
    many: int  # at most as many as it takes
    times: int  # that it was reached
    round: Round | None  # the one that goes on, or was reached last


def achievements_of(account: Account) -> list[Progress]:
    """All that the programme has, in the order in which they were made."""
    offered = list(Achievement.objects.filter(programme=account.programme_id, is_on=True).order_by("pk"))
    rounds: dict[int, list[Round]] = {}
    for each in Round.objects.filter(account=account, achievement__in=offered).order_by("number"):
        rounds.setdefault(each.achievement_id, []).append(each)
    return [_progress(each, rounds.get(each.pk, [])) for each in offered]


def _progress(achievement: Achievement, rounds: list[Round]) -> Progress:
    last = rounds[-1] if rounds else None
    is_over = last is not None and last.ends_at is not None and last.ends_at <= timezone.now()
    begins_anew = is_over and achievement.again != Achievement.Again.NEVER
    many = 0 if last is None or begins_anew else min(last.many, achievement.many)
    return Progress(achievement, many, sum(each.reached_at is not None for each in rounds), last)
