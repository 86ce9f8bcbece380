"""Who stands at the counter: by the number of a card, a phone, an address, a name."""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet

from regulars.customers.models import Customer, Identity
from regulars.loyalty.models import Account, Programme
from regulars.loyalty.queries import by_number

MOST = 8
FEWEST = 3  # characters, else half the town is found
_NO_PHONE = re.compile(r"[^\d\s+()/.-]")


def members_like(programme: Programme, words: str) -> list[Account]:
    """Members of the programme. The number of a card finds one alone."""
    words = words.strip()
    card = by_number(words.upper()) or by_number(words) if words else None
    if card and card.programme_id == programme.pk:
        return [Account.objects.select_related("customer", "programme").get(pk=card.pk)]
    if len(words) < FEWEST:
        return []
    found = _members(programme).filter(customer__in=_people(words).values("pk"))
    return list(found.select_related("customer", "programme").order_by("customer__name", "pk")[:MOST])


def customers_like(programme: Programme, words: str) -> list[Customer]:
    """Customers who could become members of it."""
    words = words.strip()
    if len(words) < FEWEST:
        return []
    others = _people(words).exclude(pk__in=_members(programme).values("customer"))
    return list(others.order_by("name", "pk")[: MOST // 2])


def _members(programme: Programme) -> QuerySet[Account]:
    return Account.objects.open().filter(programme=programme).exclude(status=Account.Status.LEFT)


def _people(words: str) -> QuerySet[Customer]:
    digits = re.sub(r"\D", "", words).lstrip("0")  # a 0 before it is the town's, not the world's
    if len(digits) >= FEWEST and not _NO_PHONE.search(words):
        theirs = Identity.objects.filter(kind=Identity.Kind.PHONE, value__contains=digits)
        return Customer.objects.met().filter(pk__in=theirs.values("customer"))
    theirs = Identity.objects.filter(kind=Identity.Kind.EMAIL, value__icontains=words)
    return Customer.objects.met().filter(Q(name__icontains=words) | Q(pk__in=theirs.values("customer")))
