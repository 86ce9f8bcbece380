"""Whose doing a message is: the trail it belongs to, and the customer whose trail that is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Q

from regulars.behaviour.models import Source, Stay, Trail
from regulars.behaviour.reading import Message
from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.identify import identify
from regulars.customers.identities import normalise
from regulars.customers.junk import is_junk
from regulars.customers.models import Customer, Identity

ADDRESSES = ("email", "phone")  # by which somebody is known elsewhere, too: a page that anybody can change says none


class Trails:
    """The trails of one batch, found at once; new ones are made as they are met."""

    def __init__(self, source: Source, messages: Sequence[Message]) -> None:
        self.source = source
        keys = {key for each in messages for key in _keys(each)}
        several = Trail.objects.filter(source=source, key__in=keys, ended_at=None)
        self.known = {each.key: each for each in several}

    def of(self, message: Message, *, is_believed: bool) -> Trail:
        """The trail of whoever did it. A stranger who says who they are is not one any more, nor is what they did before."""
        stranger = self.at(f"a:{message.anonymous}", at=message.at) if message.anonymous else None
        if not message.user or not is_believed:
            return stranger or self.at(f"x:{message.user}", at=message.at)
        theirs = self.known.get(f"u:{message.user}")
        if theirs is None or theirs.customer_id is None:
            customer = customer_of(message, source=self.source).pk
            theirs = self.at(f"u:{message.user}", at=message.at, customer=customer)
            if theirs.customer_id is None:
                self._belongs(theirs, customer)
        if stranger is None:
            return theirs
        return self._joins(stranger, theirs.customer_id, message.at)

    def at(self, key: str, *, at: datetime, customer: int | None = None) -> Trail:
        if key not in self.known:
            self.known[key] = Trail.objects.create(source=self.source, key=key, began_at=at, customer_id=customer)
        return self.known[key]

    def moved(self, former: int, *, to: int) -> None:
        """One customer goes on as another."""
        for trail in self.known.values():
            trail.customer_id = to if trail.customer_id == former else trail.customer_id

    def _joins(self, stranger: Trail, customer: int | None, at: datetime) -> Trail:
        """The browser's trail goes on as theirs, so that whoever signs in on a visit makes one visit, not two.

        Somebody else at the same browser leaves what was done there before to whoever it was.
        """
        if stranger.customer_id is None:
            self._belongs(stranger, customer)
        elif stranger.customer_id != customer:
            Trail.objects.filter(pk=stranger.pk).update(ended_at=at)
            self.known[stranger.key] = Trail.objects.create(
                source=self.source, key=stranger.key, customer_id=customer, began_at=at
            )
        return self.known[stranger.key]

    def _belongs(self, trail: Trail, customer: int | None) -> None:
        trail.customer_id = customer
        Stay.objects.filter(trail=trail).update(told_at=None)  # now there is somebody whose timeline has them
        Trail.objects.filter(pk=trail.pk).update(customer=customer)


def customer_of(message: Message, *, source: Source) -> Customer:
    """The customer whom the source calls so: by that id, or by the address that a server knows of them, or a new one."""
    is_server = source.kind == Source.Kind.SERVER
    known = known_as(message.user)
    if not known and message.previous and is_server and (known := known_as(message.previous)):
        add_identity(known, kind="external", value=message.user)
    if known:
        return known
    told = message.traits.get("email") if is_server else None
    address = _address(told) or _address(message.user)
    if not address:
        return identify("external", message.user, name=_name(message), channel="api")
    customer = identify("email", address, name=_name(message), channel="api")
    if address != message.user.lower():
        add_identity(customer, kind="external", value=message.user)
    return customer


def known_as(user: str) -> Customer | None:
    """The customer with this id elsewhere, or with this address."""
    address = _address(user)
    named = Q(kind="external", value=user) | (Q(kind="email", value=address) if address else Q())
    found = Identity.objects.select_related("customer").filter(named).order_by("-kind").first()
    return found.customer if found else None


def by_address(source: Source, message: Message) -> Message:
    """A server that knows nobody's id may know their address."""
    said = message.traits.get("email")
    if (
        message.user
        or message.kind != "identify"
        or source.kind != Source.Kind.SERVER
        or not (address := _address(said))
    ):
        return message
    return replace(message, user=address)


def name_in(traits: dict[str, object]) -> str:
    """What somebody is called, by their traits."""
    whole = traits.get("name")
    parts = [traits.get(part) for part in ("firstName", "lastName")]
    said = whole if isinstance(whole, str) else " ".join(part for part in parts if isinstance(part, str))
    return " ".join(said.split())[:200]


def customers_of(trails: Collection[int]) -> dict[int, int]:
    """The customer of each of these trails that is somebody's, by their ids."""
    return dict(Trail.objects.filter(pk__in=trails).exclude(customer=None).values_list("pk", "customer"))


def _keys(message: Message) -> list[str]:
    return [f"a:{message.anonymous}", f"a:{message.previous}", f"u:{message.user}", f"x:{message.user}"]


def _name(message: Message) -> str:
    return name_in(message.traits)


def _address(said: object) -> str:
    if not isinstance(said, str) or "@" not in said or is_junk(said):
        return ""
    try:
        return normalise("email", said)
    except ValidationError:
        return ""
