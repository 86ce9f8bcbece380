from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from regulars.conversations.actions.note import note
from regulars.conversations.actions.receive import receive
from regulars.conversations.incoming import File, Incoming
from regulars.conversations.models import Message
from regulars.customers.actor import SYSTEM
from regulars.lib import money
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.loyalty.earning import points_for, reckoning
from regulars.loyalty.models import Account, Operation
from regulars.portal.actions.ask import SIGNED_IN
from regulars.portal.brands import inbox_of
from regulars.portal.once import key_of, once
from regulars.portal.queries import Reader
from regulars.portal.saying import words
from regulars.team.models import Brand

FARTHEST_EAST = timedelta(hours=14)  # where it is tomorrow first


@transaction.atomic
def claim_points(
    member: Account,
    *,
    by: Reader,
    brand: Brand,
    receipt: str,
    day: str,
    amount: str,
    text: str = "",
    files: Sequence[File] = (),
) -> Message:
    """Ask for the points of a purchase that gave none. It is a conversation, so that somebody looks at the receipt.

    `day` is 2026-05-03, `amount` in whole units of the currency. The same receipt is claimed once: it leads to where it was.
    Raises ValidationError naming the field: receipt, day, amount, text, or all in a house without an inbox.
    """
    receipt, text = one_line(storable(receipt), limit=60), words(text, needed=False)
    if not receipt:
        raise refusal("receipt", _("Write the number that stands on it."), "missing")
    bought, paid = _day(day), _amount(amount, member.programme.currency)
    inbox = inbox_of(brand)
    if inbox is None:
        raise refusal("all", _("There is nobody here who could read it."))

    def put() -> Message:
        incoming = _incoming(member, by, receipt, _said(member, receipt, bought, paid, text), files)
        message = receive(incoming, inbox=inbox)
        note(message.conversation, text=_known(member, receipt, paid), by=SYSTEM)
        return message

    return once(key_of("claim", str(member.pk), receipt.casefold()), put)


def _day(given: str) -> date:
    try:
        day = date.fromisoformat(given.strip())
    except ValueError:
        raise refusal("day", _("Say on which day you bought it.")) from None
    if day > (timezone.now() + FARTHEST_EAST).date():
        raise refusal("day", _("That is not yet."))
    return day


def _amount(given: str, currency: str) -> int:
    """In the smallest unit. What may be a thousand or one is asked again."""
    try:
        amount = money.typed(given, currency)
    except ValueError:
        amount = 0
    if amount <= 0:
        raise refusal("amount", _("Write what you paid, such as 12.30."))
    return amount


def _said(member: Account, receipt: str, bought: date, paid: int, text: str) -> str:
    facts = {
        _("Receipt"): receipt,
        _("Day"): bought.isoformat(),
        _("Amount"): money.said(paid, member.programme.currency),
        _("Card"): member.number,
    }
    lines = [f"{name}: {said}" for name, said in facts.items()]
    return "\n".join(lines) + (f"\n\n{text}" if text else "")


def _incoming(member: Account, by: Reader, receipt: str, text: str, files: Sequence[File]) -> Incoming:
    return Incoming(
        channel="portal",
        customer=by.customer,
        author_name=by.name,
        author_address=by.addresses[0],
        subject=_("Missing {points}: receipt {number}").format(points=member.programme.many, number=receipt),
        text=text,
        visible_text=text,
        files=tuple(files),
        trust=Message.Trust.PASS,
        trust_detail=SIGNED_IN,
    )


def _known(member: Account, receipt: str, paid: int) -> str:
    """For whoever looks at it: what it would give, where one gives it, and whether this receipt gave some already."""
    programme = member.programme
    with translation.override(settings.LANGUAGE_CODE):
        where = settings.BASE_URL.rstrip("/") + reverse("loyalty:member", args=[member.pk])
        points = programme.said(points_for(paid, reckoning(programme.promised, member.tier)))
        known = _("The purchase would give {points}. Give them here: {where}").format(points=points, where=where)
        named = Operation.objects.filter(reference__iexact=receipt).exclude(reference="")  # by the index
        earned = named.filter(programme=programme, kind=Operation.Kind.EARN)
        if before := earned.select_related("account").first():
            words = _("Look closely: this receipt gave {points} to card {number} already.")
            known += "\n" + words.format(points=programme.said(before.amount), number=before.account.number)
        return known
