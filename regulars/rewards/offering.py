"""Whether somebody may have a reward now, and if not, why: asked by the catalogue and by whoever claims alike."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.models import Customer
from regulars.lib.conditions import holds
from regulars.loyalty.models import Account
from regulars.rewards.models import Claim, Reward
from regulars.team.days import house_zone


class Reason(StrEnum):
    """Why not, in a word that programs read."""

    OFF = "off"
    NOT_YET = "not_yet"
    OVER = "over"
    SOLD_OUT = "sold_out"
    LIMIT = "limit"
    TIER = "tier"
    NOT_FOR_THEM = "not_for_them"
    SUSPENDED = "suspended"
    NOT_ENOUGH = "not_enough"


class Refused(NamedTuple):
    reason: Reason
    words: str


def why_not(reward: Reward, account: Account, *, now: datetime, tier: str | None = None) -> Refused | None:
    """Whatever the points: none, if this member may have it."""
    word = account.tier if tier is None else tier
    return (
        _not_offered(reward, now)
        or _of_member(reward, account)
        or _of_tier(reward, word)
        or _of_person(reward, account.customer, now)
    )


def too_few(reward: Reward, available: int) -> Refused | None:
    missing = reward.points - available
    if missing <= 0:
        return None
    return Refused(Reason.NOT_ENOUGH, _("%s more to go.") % reward.programme.said(missing))


def sold_out(reward: Reward) -> Refused | None:
    is_out = not reward.pool.filter(is_taken=False).exists() if reward.is_pooled else False
    return Refused(Reason.SOLD_OUT, _("None are left.")) if is_out or reward.stock == 0 else None


def beyond_limit(reward: Reward, customer: Customer | int) -> Refused | None:
    """Those that were cancelled, or not used in time, are not counted."""
    most = reward.most_per_member
    if most is None or taken(reward, customer).count() < most:
        return None
    return Refused(
        Reason.LIMIT, ngettext("You have had it once.", "You have had it %d times.", most) % ({} if most == 1 else most)
    )


def taken(reward: Reward, customer: Customer | int) -> QuerySet[Claim]:
    return Claim.objects.filter(reward=reward, customer=customer, is_gift=False).exclude(state__in=Claim.VOID)


def _not_offered(reward: Reward, now: datetime) -> Refused | None:
    if not reward.is_on or not reward.is_listed:
        return Refused(Reason.OFF, _("It is not on offer."))
    if reward.begins_at and reward.begins_at > now:
        return Refused(Reason.NOT_YET, _("It is not on offer yet."))
    if reward.ends_at and reward.ends_at <= now:
        return Refused(Reason.OVER, _("It is not on offer any more."))
    return sold_out(reward)


def _of_member(reward: Reward, account: Account) -> Refused | None:
    if account.status != Account.Status.ACTIVE:
        return Refused(Reason.SUSPENDED, _("This membership is not active: nothing may be spent."))
    return beyond_limit(reward, account.customer_id)


def _of_tier(reward: Reward, tier: str) -> Refused | None:
    if not reward.tiers or tier in reward.tiers:
        return None
    return Refused(Reason.TIER, _("For %s.") % ", ".join(tier_names(reward)))


def _of_person(reward: Reward, customer: Customer, now: datetime) -> Refused | None:
    tree: Any = reward.conditions
    if tree in ({}, {"all": []}) or holds(tree, customer, CUSTOMER_FIELDS, now=now, zone=house_zone()):
        return None
    return Refused(Reason.NOT_FOR_THEM, _("It is for other members."))


def tier_names(reward: Reward) -> list[str]:
    levels = {each.word: each.name for each in reward.programme.promised.tiers.levels}
    return [levels.get(word, word) for word in reward.tiers]
