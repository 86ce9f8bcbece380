from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.customers.merging import survivor_of
from regulars.customers.models import Customer
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.loyalty import tiering
from regulars.loyalty.checking import checked_words
from regulars.loyalty.events import MemberJoined
from regulars.loyalty.keeping import keep, opened
from regulars.loyalty.models import Account, Programme

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without what looks alike on a card


@transaction.atomic
def join(customer: Customer, *, programme: Programme, by: By, number: str = "", at: datetime | None = None) -> Account:
    """Let a customer be a member of a programme, with a number for their card. Harmless twice; who has left is back.

    Raises ValidationError("number").
    """
    person = Customer.objects.select_for_update(no_key=True).get(pk=survivor_of(customer.pk))
    at = at or timezone.now()
    known = Account.objects.open().filter(customer=person, programme=programme).order_by("pk").first()
    if known:
        if known.status == Account.Status.LEFT:
            known.status = Account.Status.ACTIVE
            known.save(update_fields=["status"])
            _tell(known, by, at)
        return known
    account = Account.objects.create(programme=programme, customer=person, number=_number(number), joined_at=at)
    [book] = opened(account.pk, at=at)
    tiering.look(book, at)
    keep(book)
    _tell(account, by, at)
    account.refresh_from_db()
    return account


def joined(account: Account) -> MemberJoined:
    programme = account.programme
    return MemberJoined(member=account.pk, programme=programme.pk, name=programme.name, version=programme.version)


def _tell(account: Account, by: By, at: datetime) -> None:
    record(joined(account), customer=account.customer_id, by=Actor.of(by), at=at)


def new_number() -> str:
    return "".join(secrets.choice(ALPHABET) for _each in range(12))


def _number(given: str) -> str:
    number = checked_words(given, longest=32, field="number") or new_number()
    if Account.objects.filter(number=number).exists():
        raise refusal("number", _("This number is another member’s."), "taken")
    return number
