"""Surprises and achievements as pages. A prize is a line: a name, its chance in per cent, points or a reward, and how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.customers.events import CATALOGUE
from regulars.loyalty.models import Programme
from regulars.rewards.models import Reward
from regulars.surprises.models import Achievement, Prize, Surprise
from regulars.ui.forms import Refusable

COLUMNS = ("number", "name", "chance", "points", "reward", "stock", "stock_as_read")
SPARE = 3  # empty lines for more prizes
COUNTED = (
    "order.paid", "order.delivered", "store.visited", "opinion.given", "referral.approved", "member.joined", "portal.signed_in",
    "article.rated", "deed.done", "points.redeemed",
)  # fmt: skip


class SurpriseForm(Refusable, forms.ModelForm):
    class Meta:
        model = Surprise
        fields = ["programme", "name", "reason", "is_open", "budget", "every", "member_days", "agent_most"]

    def __init__(self, data: Mapping[str, Any] | None = None, **facts: Any) -> None:
        super().__init__(data, **facts)
        self.fields["programme"].queryset = Programme.objects.order_by("pk")
        self.fields["programme"].empty_label = None
        if self.instance.pk:
            del self.fields["programme"]
        self.prizes = list(_lines(data, self.instance))
        self.rewards = list(Reward.objects.filter(is_on=True).order_by("name"))

    def read_prizes(self) -> list[Prize]:
        """Lines with a name. How many there are only where that was changed: lots are drawn while the page is open. Raises ValidationError."""
        kept = {str(each.pk): each for each in _kept(self.instance).defer("stock")}
        rewards = {str(each.pk): each for each in self.rewards}
        return [_prize(line, kept, rewards) for line in self.prizes if line["name"].strip()]


class AchievementForm(forms.ModelForm):
    event = forms.ChoiceField(label=gettext_lazy("What counts"))

    class Meta:
        model = Achievement
        fields = ["programme", "name", "text", "event", "how", "many", "again", "lasts", "points", "reward", "is_on"]

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        named = [each for each in dict.fromkeys([*COUNTED, *sorted(CATALOGUE)]) if each in CATALOGUE]
        self.fields["event"].choices = [(each, said_event(each)) for each in named]
        self.fields["programme"].queryset = Programme.objects.order_by("pk")
        self.fields["programme"].empty_label = None
        self.fields["reward"].queryset = Reward.objects.filter(is_on=True).order_by("name")
        self.fields["reward"].empty_label = "–"
        if self.instance.pk:
            del self.fields["programme"]

    refuse = SurpriseForm.refuse


def _kept(surprise: Surprise) -> QuerySet[Prize]:
    return Prize.objects.filter(surprise=surprise.pk, is_gone=False).order_by("pk")


def _lines(data: Mapping[str, Any] | None, surprise: Surprise) -> Iterator[dict[str, Any]]:
    if data is not None:
        columns = [data.getlist(f"prize_{name}") for name in COLUMNS]  # type: ignore[attr-defined]
        yield from (dict(zip(COLUMNS, line, strict=True)) for line in zip(*columns, strict=False))
        return
    for each in _kept(surprise):
        stock = "" if each.stock is None else each.stock
        chance = Decimal(each.chance) / 100
        said = (str(each.pk), each.name, f"{chance.normalize():f}", each.points or "", str(each.reward_id or ""))
        yield dict(zip(COLUMNS, (*said, stock, stock), strict=True))
    for _line in range(SPARE):
        yield dict.fromkeys(COLUMNS, "")


def _prize(line: dict[str, str], kept: dict[str, Prize], rewards: dict[str, Reward]) -> Prize:
    prize = kept.get(line["number"]) or Prize()
    prize.name, prize.chance = line["name"].strip()[:80], _chance(line["chance"])
    prize.points, prize.reward = _whole(line["points"]) or 0, rewards.get(line["reward"])
    if line["stock"].strip() != line["stock_as_read"]:
        prize.stock = _whole(line["stock"])
    return prize


def _chance(given: str) -> int:
    try:
        of_all = Decimal(given.strip(" %").replace(",", ".")) * 100
        if of_all == of_all.to_integral_value() and 0 < of_all <= 10_000:
            return int(of_all)
    except ArithmeticError:
        pass
    raise ValidationError(_("“%s” is no chance: write per cent from 0.01 to 100.") % given[:20])


def _whole(given: str) -> int | None:
    words = given.strip()
    if words and not (words.isascii() and words.isdecimal() and len(words) < 10):
        raise ValidationError(_("“%s” is no number.") % words[:20])
    return int(words) if words else None


def said_event(kind: str) -> str:
    """What happened, in a sentence."""
    return CATALOGUE[kind].label() if kind in CATALOGUE else kind
