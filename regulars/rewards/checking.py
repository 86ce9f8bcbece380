"""What a reward of the catalogue may say."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.lib.conditions import check
from regulars.lib.money import MOST
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.loyalty.spans import MOST as MOST_POINTS
from regulars.rewards.models import Reward

FACTS = (
    "programme", "name", "text", "kind", "points", "percent", "amount", "least_order", "cost", "product", "is_sent", "is_pooled", "tiers",
    "conditions", "stock", "most_per_member", "begins_at", "ends_at", "code_days", "is_listed", "is_on",
)  # fmt: skip
Kind = Reward.Kind
WORTH = (Kind.AMOUNT, Kind.GIFT_CARD, Kind.DONATION)  # kinds that are so much money
SENT = (Kind.PRODUCT, Kind.EXPERIENCE, Kind.CUSTOM)  # kinds that may go by post
MOST_PIECES = 10**9


def checked(reward: Reward) -> None:
    """Raises ValidationError naming the field."""
    _words(reward)
    _worth(reward)
    _numbers(reward)
    _for_whom(reward)
    if reward.begins_at and reward.ends_at and reward.begins_at >= reward.ends_at:
        raise refusal("ends_at", _("It ends before it begins."))


def _words(reward: Reward) -> None:
    reward.name, reward.text = " ".join(storable(reward.name).split()), storable(reward.text).strip()
    if not 1 <= len(reward.name) <= 120:
        raise refusal("name", _("A name has 1 to 120 characters."))
    if len(reward.text) > 1000:
        raise refusal("text", _("Write at most %d characters.") % 1000)
    others = Reward.objects.filter(programme=reward.programme_id, name=reward.name).exclude(pk=reward.pk)
    if others.exists():
        raise refusal("name", _("There is a reward of this name already."), "taken")
    if reward.kind not in Kind.values:
        raise refusal("kind", _("Choose one of: %s.") % ", ".join(Kind.values))


def _worth(reward: Reward) -> None:
    if reward.kind == Kind.PERCENT and not 1 <= (reward.percent or 0) <= 100:
        raise refusal("percent", _("Say how many per cent, from 1 to 100."))
    if reward.kind in WORTH and not reward.amount:
        raise refusal("amount", _("Say how much money it is."), "missing")
    if reward.kind != Kind.PERCENT:
        reward.percent = None
    if reward.kind not in (*WORTH, Kind.PERCENT):
        reward.amount = None
    reward.is_sent = reward.is_sent and reward.kind in SENT
    reward.is_pooled = reward.is_pooled and not reward.is_sent and reward.kind not in (Kind.GIFT_CARD, Kind.DONATION)


def _numbers(reward: Reward) -> None:
    for name, most in (
        ("amount", MOST),
        ("cost", MOST),
        ("least_order", MOST),
        ("points", MOST_POINTS),
        ("stock", MOST_PIECES),
        ("most_per_member", MOST_PIECES),
    ):
        _in_bounds(name, getattr(reward, name), 0, most)
    _in_bounds("code_days", reward.code_days, 1, 365)
    if reward.most_per_member == 0:
        raise refusal("most_per_member", _("At least 1, or leave it empty."))


def _in_bounds(name: str, number: Any, least: int, most: int) -> None:
    if number is not None and not least <= number <= most:
        raise refusal(name, _("This is a whole number from {least} to {most}.").format(least=least, most=most))


def _for_whom(reward: Reward) -> None:
    known = {each.word for each in reward.programme.promised.tiers.levels}
    if missing := [each for each in reward.tiers if each not in known]:
        raise refusal("tiers", _("There is no tier “%s”.") % missing[0], "unknown")
    try:
        check(reward.conditions or {"all": []}, CUSTOMER_FIELDS)
    except ValidationError as error:
        raise refusal("conditions", " ".join(error.messages)) from None
