"""Money: whole numbers of a currency's smallest unit, beside its ISO 4217 code. Never a float."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.formats import number_format
from django.utils.translation import get_language

MOST = 10**15  # smallest units of one amount: beyond it somebody has slipped
_CODE = re.compile("[A-Z]{3}")
# What ISO 4217 counts otherwise than in hundredths.
_DECIMALS = dict.fromkeys(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ],
    0,
)
_DECIMALS |= dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3) | dict.fromkeys(["CLF", "UYW"], 4)
_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}


def currency_code(given: object) -> str:
    """`EUR` of "eur". Raises ValueError."""
    code = str(given or "").strip().upper()
    if not _CODE.fullmatch(code):
        raise ValueError(f"“{str(given)[:20]}” is no currency: write three letters, such as EUR.")
    return code


def decimals(currency: str) -> int:
    """How many digits stand behind the point."""
    return _DECIMALS.get(currency, 2)


def counted_in() -> dict[int, list[str]]:
    """The currencies by how many digits stand behind their point; those that are not named have two."""
    return {digits: [code for code, has in _DECIMALS.items() if has == digits] for digits in set(_DECIMALS.values())}


def minor(amount: object, currency: str) -> int:
    """1230 of "12.30" EUR, 12 of "12" JPY. Halves of the smallest unit go away from zero. Raises ValueError."""
    try:
        exact = Decimal(str(amount).strip())
        whole = int(exact.scaleb(decimals(currency)).quantize(Decimal(1), ROUND_HALF_UP))
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError(f"“{str(amount)[:40]}” is no amount of money.") from None
    return checked(whole)


def checked(amount: int) -> int:
    """The amount, if anybody can mean it. Raises ValueError."""
    if abs(amount) > MOST:
        raise ValueError("This is more money than there can be.")
    return amount


def major(amount: int, currency: str) -> Decimal:
    """12.30 of 1230 EUR."""
    return Decimal(amount).scaleb(-decimals(currency))


def said(amount: int, currency: str) -> str:
    """ "€12.30", or "12,30 €" where one writes so."""
    number = number_format(abs(major(amount, currency)), decimals(currency), force_grouping=True)
    sign, symbol = "−" if amount < 0 else "", _SYMBOLS.get(currency)
    if not (get_language() or "en").startswith("en"):
        return f"{sign}{number}\u00a0{symbol or currency}"
    return f"{sign}{symbol}{number}" if symbol else f"{sign}{currency}\u00a0{number}"


def shared(total: int, weights: Sequence[int]) -> list[int]:
    """`total` parted in proportion to the weights (none below zero), to the last unit: what rounding leaves goes where most of it is due.

    Nothing is parted when all weights are zero.
    """
    everything = sum(weights)
    if not everything:
        return [0] * len(weights)
    parts = [abs(total) * weight // everything for weight in weights]
    left = abs(total) - sum(parts)
    due = sorted(range(len(weights)), key=lambda place: (-(abs(total) * weights[place] % everything), place))
    for place in due[:left]:
        parts[place] += 1
    return [part if total >= 0 else -part for part in parts]
