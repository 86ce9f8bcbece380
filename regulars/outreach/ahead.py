"""What is about to end for a member: points, and a tier that would be lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.formats import date_format

from regulars.loyalty.models import Account
from regulars.loyalty.queries import Statement, statement
from regulars.loyalty.tier_words import said_ways
from regulars.outreach.actions.send import KEPT_FOR
from regulars.outreach.models import Sending
from regulars.outreach.notices import spoken_to, tell

DAYS = (1, 7, 30)  # before the end


def tell_ahead(account: Account, *, now: datetime) -> None:
    """Send the notices that are due for this member on this day, each once."""
    said = statement(account)
    today = account.programme.day(now)
    latest = now + KEPT_FOR
    _tell_expiring(account, said, today, latest)
    _tell_at_risk(account, said, today, latest)


def _tell_expiring(account: Account, said: Statement, today: date, latest: datetime) -> None:
    """The soonest, by day: all that ends until the same stage is one letter, and what an earlier one told of is told."""
    instants = [end for end, _points in said.expiries if end]
    ends = [(account.programme.last_day(end), points) for end, points in said.expiries if end]
    if not ends or (first := ends[0][0]) < today:
        return
    stage = next((each for each in DAYS if (first - today).days <= each), None)
    if stage is None or _is_told(account, stage, first):
        return
    points = sum(points for day, points in ends if (day - today).days <= stage)
    with spoken_to(account.customer):
        facts = {"points": account.programme.said(points), "day": date_format(first, "DATE_FORMAT")}
    key = f"expiring:{account.pk}:{stage}:{first}"
    tell(account, word="expiring", key=key, facts=facts, until=min(instants[0], latest))


def _is_told(account: Account, stage: int, first: date) -> bool:
    """Whether the last letter of this stage spoke of this day already."""
    told = Sending.objects.filter(key__startswith=f"expiring:{account.pk}:{stage}:").order_by("-asked_at").first()
    return told is not None and account.programme.day(told.asked_at) + timedelta(days=stage) >= first


def _tell_at_risk(account: Account, said: Statement, today: date, latest: datetime) -> None:
    progress = said.progress
    if progress is None or progress.level is None or not progress.to_stay or progress.review_at is None:
        return
    day = account.programme.last_day(progress.review_at)
    if not 0 <= (day - today).days <= DAYS[-1]:
        return
    with spoken_to(account.customer):
        facts = {"tier": progress.level.name, "missing": said_ways(progress.to_stay, account.programme)}
        facts["day"] = date_format(day, "DATE_FORMAT")
    key = f"tier_at_risk:{account.pk}:{day}"
    tell(account, word="tier_at_risk", key=key, facts=facts, until=min(progress.review_at, latest))
