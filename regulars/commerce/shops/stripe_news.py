"""What Stripe says of refunds and disputes. Each names its charge and its payment; the order goes by one of them."""

from __future__ import annotations

from regulars.commerce.facts import DisputeFacts, Nothing, OrderNews, RefundFacts, Told
from regulars.commerce.happening import IN_ALL
from regulars.commerce.models import Shop
from regulars.commerce.shops.given import Thing, currency_of, key, many, moment, when, words
from regulars.commerce.shops.stripe_money import named, units

_VOID = {"failed", "canceled"}
_PENDING = {"pending", "requires_action"}
_DECIDED = {"won": "won", "lost": "lost", "warning_closed": "won", "prevented": "won"}


def charge_refunded(thing: Thing, event: Thing, shop: Shop) -> Told:
    """Newer versions say how much went back in all, and tell of each refund by itself."""
    code, at = currency_of(thing), moment(event, "created")
    refunds = tuple(_refund(each, code) for each in many(thing, "refunds"))
    total = RefundFacts(
        external_id=key(thing) + IN_ALL, amount=units(thing, "amount_refunded", code), at=at, is_total=True
    )
    return OrderNews(order=_ids(thing, "id"), refunds=(*refunds, total))


def refund(thing: Thing, event: Thing, shop: Shop) -> Told:
    return OrderNews(order=_ids(thing, "charge"), refunds=(_refund(thing, currency_of(thing)),))


def dispute(thing: Thing, event: Thing, shop: Shop) -> Told:
    code, status = currency_of(thing), words(thing, "status")
    if status.startswith("warning_"):
        return Nothing(why="The bank only asks.")
    state = _DECIDED.get(status, "open")
    facts = DisputeFacts(
        external_id=key(thing),
        amount=units(thing, "amount", code),
        currency=code,
        at=when(thing, "created") or moment(event, "created"),
        reason=words(thing, "reason"),
        state=state,
        closed_at=None if state == "open" else moment(event, "created"),
    )
    return OrderNews(order=_ids(thing, "charge"), disputes=(facts,))


def invoice_payment(thing: Thing, event: Thing, shop: Shop) -> Told:
    """That a payment is an invoice's, since invoices do not say so themselves."""
    payment = thing.get("payment")
    names = (named(payment, "payment_intent"), named(payment, "charge")) if isinstance(payment, dict) else ()
    return OrderNews(order=(named(thing, "invoice"),), names=tuple(filter(None, names)))


def _refund(thing: Thing, currency: str) -> RefundFacts:
    status = words(thing, "status")
    return RefundFacts(
        external_id=key(thing),
        amount=units(thing, "amount", currency),
        at=moment(thing, "created"),
        reason=words(thing, "reason"),
        is_pending=status in _PENDING,
        is_void=status in _VOID,
    )


def _ids(thing: Thing, charge: str) -> tuple[str, ...]:
    return tuple(filter(None, (named(thing, "payment_intent"), named(thing, charge))))
