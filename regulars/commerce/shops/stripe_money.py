"""How Stripe counts money, and names things."""

from __future__ import annotations

from regulars.commerce.facts import Unreadable
from regulars.commerce.shops.given import Thing, words
from regulars.lib.money import checked, decimals

# https://docs.stripe.com/currencies: whole units, where ISO 4217 may say otherwise; the rest in hundredths, or in thousandths as ISO has it.
_WHOLE = {*"BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split()}  # noqa: SIM905
_HUNDREDTHS = {"ISK", "UGX"}  # though nothing of them is smaller than one


def units(thing: Thing, name: str, currency: str) -> int:
    """An amount in the smallest unit by ISO 4217. Nothing is zero. Raises Unreadable."""
    found = thing.get(name)
    if found is None:
        return 0
    if isinstance(found, bool) or not isinstance(found, int):
        raise Unreadable(f"“{name}” is no amount: {str(found)[:40]}")
    theirs = 0 if currency in _WHOLE else 2 if currency in _HUNDREDTHS else decimals(currency)
    more = decimals(currency) - theirs
    try:
        return checked(found * 10**more if more >= 0 else round(found / 10**-more))
    except ValueError as error:
        raise Unreadable(str(error)) from None


def named(thing: Thing, name: str) -> str:
    """The id of another object, also where that is written out in full."""
    found = thing.get(name)
    return words(found, "id") if isinstance(found, dict) else words(thing, name)[:128]
