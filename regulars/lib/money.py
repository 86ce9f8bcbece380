"""Money: whole numbers of a currency's smallest unit, beside its ISO 4217 code. Never a float."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language

from regulars.lib.currencies import DECIMALS, SIGNS, SYMBOLS

MOST = 10**15  # smallest units of one amount: beyond it somebody has slipped
_CODE = re.compile("[A-Z]{3}")
_BESIDE = r"([^\W\d_]{0,3}[^\w.,'’()%‰％٪+-]{0,2}[^\W\d_]{0,3})"  # words and signs, such as US$ and zł
_TYPED = re.compile(rf"([-+]?){_BESIDE}([-+]?)([\d.,'’]*\d[.,]?)(?:(?<=[.,])--?|:-)?{_BESIDE}")
_SPACES = re.compile(r"\s+(?=\d{3}(?!\d)|\D)|(?<=\D)\s+")  # between thousands, and beside signs
_BELOW = re.compile(r"\((?=[^()]*\d)([^()]*)\)(?!\s*[\d.,'’])")  # zero, as accountants write it
_DASHES = str.maketrans(dict.fromkeys("−‐‑‒–—―﹣－", "-"))
_GROUPED = re.compile(r"[1-9]\d{0,2}([.,])\d{3}((?:\1\d{3})*)")


def currency_code(given: object) -> str:
    """`EUR` of "eur". Raises ValueError."""
    code = str(given or "").strip().upper()
    if not _CODE.fullmatch(code):
        raise ValueError(f"“{str(given)[:20]}” is no currency: write three letters, such as EUR.")
    return code


def decimals(currency: str) -> int:
    """How many digits stand behind the point."""
    return DECIMALS.get(currency, 2)


def counted_in() -> dict[int, list[str]]:
    """The currencies by how many digits stand behind their point; those that are not named have two."""
    return {digits: [code for code, has in DECIMALS.items() if has == digits] for digits in set(DECIMALS.values())}


def minor(amount: object, currency: str) -> int:
    """1230 of "12.30" EUR, 12 of "12" JPY. Halves of the smallest unit go away from zero. Raises ValueError."""
    try:
        exact = Decimal(str(amount).strip())
        whole = int(exact.scaleb(decimals(currency)).quantize(Decimal(1), ROUND_HALF_UP))
    except (ArithmeticError, ValueError):
        raise ValueError(f"“{str(amount)[:40]}” is no amount of money.") from None
    return checked(whole)


def typed(text: str, currency: str, *, is_rounded: bool = False) -> int:
    """As people and spreadsheets write it: 1230 of "12,30", "€12.30" and "12.30 EUR", 123450 of "1.234,50" and "1,234.50"; below zero by any
    minus, or in brackets.

    Raises ValueError, also for "1,234": it may be a thousand or one; for what is of another currency, or a percentage; and, unless it
    `is_rounded`, for more digits than the currency has.
    """
    found = _TYPED.fullmatch(_plain(text, currency))
    if found is None:
        return minor(text, currency)
    if not all(_is_of(beside, currency) for beside in (found[2], found[5])):
        raise ValueError(f"“{text[:40]}” is no amount in {currency}.")
    number, digits = re.sub("['’]", "", found[4]), decimals(currency)
    grouped = _GROUPED.fullmatch(number)
    if grouped and (grouped[2] or digits != 3):
        if digits and not grouped[2]:
            raise ValueError(f"“{text[:40]}” may be a thousand or one: write 1234.00.")
        number = re.sub("[.,]", "", number)
    elif "." in number and "," in number:
        point = max(number.rfind("."), number.rfind(","))
        number = f"{re.sub('[.,]', '', number[:point])}.{number[point + 1 :]}"
    number = f"{found[1]}{found[3]}{number.replace(',', '.')}"
    amount = minor(number, currency)
    if not is_rounded and major(amount, currency) != Decimal(number):
        raise ValueError(f"“{text[:40]}” is more exact than {currency} is.")
    return amount


def _plain(text: str, currency: str) -> str:
    """With one kind of minus, no spaces, and no dots after words: "kr.99" is 99, "EUR .99" is not."""
    text = _BELOW.sub(r"-\1", text.translate(_DASHES)).strip()
    return _SPACES.sub("", re.sub(rf"(?i)(?<=[^\W\d_]|/)(?<!{currency})\.", "", text))


def _is_of(beside: str, currency: str) -> bool:
    """Whether this may stand beside an amount."""
    word, signs = re.sub(r"\W", "", beside).upper(), [each for each in beside if unicodedata.category(each) == "Sc"]
    parts = [whole] if (whole := "".join([word, *signs])) in SIGNS else [word, *signs]
    return all(currency in SIGNS.get(each, currency if len(each) < 3 and each.isascii() else each) for each in parts)


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
    sign, symbol = "−" if amount < 0 else "", SYMBOLS.get(currency)
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
