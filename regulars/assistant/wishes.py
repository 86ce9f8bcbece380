"""What somebody wants to know of their own, or to have: as people ask for it, in the languages that we speak."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from regulars.loyalty.models import Programme
from regulars.rewards.models import Reward

LONGEST = 300  # characters: who writes more tells a story, and a person or an article answers it


class Wish(StrEnum):
    """Of one's own."""

    POINTS = "points"
    REWARDS = "rewards"
    ORDERS = "orders"
    REDEEM = "redeem"


_POINTS = r"(?:points?|balance|{units})"
_PARCEL = r"(?:orders?|parcels?|packages?|delivery|shipment)"
_PUNKTE = r"(?:punkte|{units})"
_PAKET = r"(?:bestellung(?:en)?|pakete?|päckchen|lieferung|sendung)"
_FEW = r"(?:\w+ ){{0,2}}"  # words between
_ASKED: dict[Wish, tuple[str, ...]] = {
    Wish.ORDERS: (
        rf"\bwhere(?: is|'?s| are|'re) (?:my|the) {_FEW}{_PARCEL}\b",
        rf"\b(?:status|state|whereabouts) of my {_FEW}{_PARCEL}\b",
        rf"\b(?:track|find|show)(?: me)? my {_FEW}{_PARCEL}\b",
        rf"\bwhen (?:will|does|is|are) my {_FEW}{_PARCEL} (?:arrive|come|be|get|coming|arriving|delivered)",
        rf"\b(?:has|have|is|are) my {_FEW}{_PARCEL} (?:been )?(?:shipped|sent|left|on)\b",
        rf"^my {_FEW}{_PARCEL}(?: status)?$",
        rf"\bwo (?:ist|sind|bleib(?:t|en)|steck(?:t|en)) (?:meine?|die|das) {_FEW}{_PAKET}\b",
        rf"\b(?:status|stand) (?:meiner|meines|der|des) {_FEW}{_PAKET}",
        rf"\bwann (?:kommt|kommen|wird|bekomme ich|erhalte ich) (?:meine?|die|das) {_FEW}{_PAKET}\b",
        rf"\b(?:ist|wurde) meine? {_FEW}{_PAKET} (?:schon |bereits )?(?:unterwegs|versendet|verschickt|da)\b",
        rf"^meine? {_FEW}{_PAKET}$|^bestellstatus$|^lieferstatus$",
    ),
    Wish.REWARDS: (
        r"\b(?:what|which) rewards? (?:can|could|may|do|are)\b",
        rf"\bwhat can i (?:get|have|buy|redeem) (?:for|with) my {_FEW}{_POINTS}\b",
        rf"\bredeem (?:my )?{_FEW}(?:{_POINTS}|rewards?)$",
        r"\b(?:show|list|see)(?: me)? (?:my|the) rewards\b|^(?:my )?rewards$",
        r"\bwelche (?:prämien?|belohnung(?:en)?) (?:kann|könnte|bekomme|gibt)\b",
        rf"\bwas (?:kann|bekomme|kriege) ich (?:für|mit) meine[nr]? {_FEW}{_PUNKTE}\b",
        rf"^(?:meine )?{_FEW}(?:{_PUNKTE}|prämien?) einlösen$|^(?:meine )?prämien$",
    ),
    Wish.POINTS: (
        rf"\bhow many {_FEW}{_POINTS} (?:do|have|are) (?:i|we|there)\b",
        rf"\b(?:what(?: is|'?s)|show(?: me)?|tell me|check) my {_FEW}(?:{_POINTS}|tier)\b",
        rf"\b(?:which|what) tier am i\b|^(?:my )?{_FEW}(?:{_POINTS}|tier)$",
        rf"\bwie ?viele? {_FEW}{_PUNKTE} (?:habe?|sind|besitze)\b",
        r"\b(?:wie|was|zeig\w*|nenn\w*)\b.{{0,20}}\bmeine?n? (?:punktestand|kontostand|status|stufe)\b",
        rf"\bin welcher stufe bin ich\b|^(?:mein )?punktestand$|^(?:meine )?{_PUNKTE}$",
    ),
}
_REDEEM = r"\b(?:redeem|claim|einlösen|eingelöst)\b|\b(?:löse?|nehme?) .*\bein\b|\bi(?: would|'?d) like\b|\bich (?:möchte|will|hätte gerne?)\b"


def wish_in(words: str) -> Wish | None:
    """What of their own somebody asks for, if that is what they ask."""
    plain = _plain(words)
    if len(plain) > LONGEST:
        return None
    units = "|".join(re.escape(unit) for unit in _units()) or "points"
    for wish, patterns in _ASKED.items():
        if any(re.search(pattern.format(units=units), plain) for pattern in patterns):
            return wish
    return None


def reward_in(words: str, rewards: Iterable[Reward]) -> Reward | None:
    """The one that they want to redeem, by its name; the longest, where one is a part of another."""
    plain = _plain(words)
    if len(plain) > LONGEST or not re.search(_REDEEM, plain):
        return None
    named = [each for each in rewards if re.search(rf"(?<!\w){re.escape(_plain(each.name))}(?!\w)", plain)]
    return max(named, key=lambda each: len(each.name), default=None)


def _units() -> set[str]:
    return {unit.casefold() for names in Programme.objects.values_list("one", "many") for unit in names if unit.strip()}


def _plain(words: str) -> str:
    """Without case, kinds of apostrophes, and signs at the end."""
    return " ".join(words.replace("’", "'").casefold().split()).strip(" ?!.,…“”\"'")
