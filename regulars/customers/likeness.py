"""How alike two customers are: what both have, each with its weight, said in a sentence. A name alone says little."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from regulars.customers.models import Customer, Identity, Likeness
from regulars.customers.models.customer import mailbox
from regulars.customers.public_mail import is_public
from regulars.lib.question import Among, Question

ENOUGH = 50  # per cent, to be shown
MOST = 20  # candidates by each question
SHORTEST = 5  # letters before an @ that say something
# Mailboxes that many houses have: the same word before the @ says nothing.
_OFFICES = frozenset(
    ["info", "contact", "kontakt", "hello", "hallo", "office", "mail", "support", "help", "service", "sales", "shop", "orders", "order", "billing", "accounts", "admin", "team", "post", "no-reply", "noreply", "webmaster", "marketing", "press", "jobs", "hr", "buero", "reception", "booking", "bookings", "reservations"]
)  # fmt: skip
_WEIGHTS = {"mailbox": 70, "phone": 60, "reply": 60, "address": 40, "name": 25, "company": 25, "local": 30}


class Reason(NamedTuple):
    why: str  # of _WEIGHTS
    what: str  # the thing that both have


class Known(NamedTuple):
    """What is compared of a customer."""

    customer: Customer
    emails: frozenset[str]


def known(customers: Iterable[Customer]) -> list[Known]:
    """`customers` with their addresses prefetched."""
    return [
        Known(each, frozenset(way.value for way in each.identities.all() if way.kind == Identity.Kind.EMAIL))
        for each in customers
    ]


def alike(one: Known, other: Known, *, hints: Iterable[Reason] = ()) -> list[Reason]:
    """What both have: the strongest of each kind. `hints` are what a letter of one says of the other."""
    reasons = [*hints, *_same_mailbox(one, other)]
    name = one.customer.name
    if name and _plain(name) == _plain(other.customer.name) and "@" not in name:
        reasons.append(Reason("name", other.customer.name))
    reasons += _same_company(one, other)
    return list({reason.why: reason for reason in reversed(reasons)}.values())


def score(reasons: Iterable[Reason]) -> int:
    """Per cent."""
    return min(99, sum(_WEIGHTS[reason.why] for reason in reasons))


def because(likeness: Likeness) -> str:
    """Why, in a sentence."""
    said = [
        _SENTENCES[each["why"]]().format(what=each["what"]) for each in likeness.reasons if each["why"] in _SENTENCES
    ]
    sentence = _(" and ").join(said)
    return f"{sentence[:1].upper()}{sentence[1:]}." if said else ""


_SENTENCES = {
    "mailbox": lambda: _("their addresses are one mailbox but for dots and what follows a plus: {what}"),
    "phone": lambda: _("the letter of one is signed with the phone number of the other, {what}"),
    "reply": lambda: _("one asks for replies at the address of the other, {what}"),
    "address": lambda: _("the letter of one is signed with the address of the other, {what}"),
    "name": lambda: _("both are called {what}"),
    "company": lambda: _("both are at {what}"),
    "local": lambda: _("both have “{what}” before the @ of their address"),
}


def candidates(customer: Customer, *, hinted: Iterable[int] = ()) -> list[Customer]:
    """Who may be the same person, by an index each: the same mailbox, or the same name; and of those hinted at, the first few."""
    emails = [way.value for way in customer.identities.all() if way.kind == Identity.Kind.EMAIL][:MOST]
    boxes = {box for box in map(_mailbox, emails) if box}
    near = _near(boxes=sorted(boxes), customer=customer.pk) if boxes else []
    named = (
        _named(name=customer.name.lower(), customer=customer.pk) if customer.name and "@" not in customer.name else []
    )
    ids = {each.customer_id for each in near} | {each.pk for each in named} | set(islice(hinted, MOST))
    if not ids:
        return []
    return list(Customer.objects.met().filter(pk__in=ids).select_related("company").prefetch_related("identities"))


# Asked of everybody who writes for the first time: composed once.
_near = Question(
    lambda boxes, customer: Identity.objects.alias(box=mailbox(F("value"))).filter(Among("box", boxes), kind="email").exclude(customer=customer).order_by("-pk")[:MOST],
    boxes=list, customer=int,
)  # fmt: skip
_named = Question(
    lambda name, customer: Customer.objects.met().alias(lower_name=Lower("name")).filter(lower_name=name).exclude(pk=customer).only("pk").order_by("-pk")[:MOST],
    name=str, customer=int,
)  # fmt: skip


def suggestions_for(customer: Customer) -> list[Likeness]:
    """Who else this may be, the most alike first, as long as nobody has said no."""
    return _suggested(customer=customer.pk)


_suggested = Question(
    lambda customer: Likeness.objects.filter(Q(first=customer) | Q(second=customer), refused_at=None, score__gte=ENOUGH, first__merged_into=None, second__merged_into=None).select_related("first", "second").order_by("-score", "-pk")[:3],
    customer=int,
)  # fmt: skip


def _mailbox(address: str) -> str:
    """Of which mailbox an address is; nothing when many people have one that is called so."""
    box = re.sub(r"[+].*$", "", address.partition("@")[0]).replace(".", "")
    return box if len(box) >= SHORTEST and box not in _OFFICES else ""


def _plain(name: str) -> str:
    return " ".join(name.lower().split())


def _domain(address: str) -> str:
    return address.rpartition("@")[2].replace("googlemail.", "gmail.")


def _same_mailbox(one: Known, other: Known) -> list[Reason]:
    found = []
    for mine in sorted(one.emails):
        for theirs in sorted(other.emails):
            if not _mailbox(mine) or _mailbox(mine) != _mailbox(theirs):
                continue
            is_same = _domain(mine) == _domain(theirs)
            found.append(Reason("mailbox", f"{mine}, {theirs}") if is_same else Reason("local", mine.partition("@")[0]))
    return sorted(found, key=lambda reason: -_WEIGHTS[reason.why])[:1]


def _same_company(one: Known, other: Known) -> list[Reason]:
    company = one.customer.company
    if company is not None and company.pk == other.customer.company_id:
        return [Reason("company", company.name)]
    shared = {_domain(each) for each in one.emails} & {_domain(each) for each in other.emails}
    return [Reason("company", domain) for domain in sorted(shared) if not is_public(domain)][:1]
