from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.commerce.actions.approve_return import approve_return
from regulars.commerce.events import ReturnRequested
from regulars.commerce.models import Order, OrderLine, Return, ReturnLine
from regulars.commerce.returning import returnable, the_terms, why_not
from regulars.customers.actor import SYSTEM, Actor, By, agent_of
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable

LONGEST = 2000  # characters

GIVEN_UP = (Return.State.DECLINED, Return.State.WITHDRAWN)


@transaction.atomic
def request_return(
    order: Order, *, pieces: Mapping[int, int], reasons: Mapping[int, str], words: str = "", by: By, key: str = ""
) -> Return:
    """Ask to send so many pieces of these lines (by their ids) back. `key` is the form's: sent twice, it is asked once.

    Customers ask within the terms; for the team only what is left counts. What costs little enough is approved at once.
    Raises ValidationError("pieces", "reason", "words").
    """
    order = Order.objects.select_for_update(of=("self",)).select_related("shop", "customer").get(pk=order.pk)
    if key and (known := order.returns.filter(key=key).first()):
        return known
    terms = the_terms()
    if agent_of(by) is None and (why := why_not(order, terms)):
        raise refusal("pieces", why)
    if len(words) > LONGEST:
        raise refusal("words", _("At most %d characters.") % LONGEST, "too_long")
    parts = _parts(order, pieces, reasons)
    request = Return.objects.create(order=order, customer=order.customer, words=storable(words).strip(), key=key[:64])
    for part in parts:
        part.request = request
    ReturnLine.objects.bulk_create(parts)
    if order.customer:
        first = next((part.reason for part in parts if part.reason), "")
        event = ReturnRequested(
            order=order.pk,
            number=order.number,
            request=request.pk,
            items=sum(part.quantity for part in parts),
            reason=first,
        )
        record(event, customer=order.customer, by=Actor.of(by))
    if terms.approves_below is not None and _worth(order) <= terms.approves_below:
        approve_return(request, by=SYSTEM)
        request.refresh_from_db()
    return request


def _parts(order: Order, pieces: Mapping[int, int], reasons: Mapping[int, str]) -> list[ReturnLine]:
    may, offered = {each.line.pk: each for each in returnable(order, the_terms())}, the_terms().reasons
    wanted = {number: many for number, many in pieces.items() if many}
    if not wanted:
        raise refusal("pieces", _("Say what you want to send back."), "missing")
    for number, many in wanted.items():
        if number not in may or not 0 < many <= may[number].most:
            raise refusal("pieces", _("So many of it cannot be sent back."))
        if offered and reasons.get(number, "") not in offered:
            raise refusal("reason", _("Choose why you send it back."), "missing")
    return [
        ReturnLine(
            line=may[number].line,
            quantity=many,
            refunded_before=may[number].line.refunded_quantity,
            reason=one_line(reasons.get(number, ""), limit=80),
        )
        for number, many in wanted.items()
    ]


def _worth(order: Order) -> int:
    """Of all of the order that comes back: what is asked for in small pieces is one large return."""
    back = ReturnLine.objects.filter(request__order=order).exclude(request__state__in=GIVEN_UP).select_related("line")
    return sum(_of_one(part.line) * part.quantity for part in back)


def _of_one(line: OrderLine) -> int:
    return -(-(line.net + line.tax) // max(line.quantity, 1))
