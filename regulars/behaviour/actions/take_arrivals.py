from __future__ import annotations

import hashlib
import hmac
import logging
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from regulars.behaviour.actions.learn_traits import learn_traits
from regulars.behaviour.events import DeedDone
from regulars.behaviour.models import Arrival, Deed, Source, Trail
from regulars.behaviour.naming import LOOKS, kept_deeds
from regulars.behaviour.reading import Message, NotAMessage, read
from regulars.behaviour.staying import fold
from regulars.behaviour.telling import tell
from regulars.behaviour.trails import ADDRESSES, Trails, by_address, customers_of, known_as
from regulars.behaviour.writing import Given, Written, write
from regulars.customers.actions.merge import merge
from regulars.customers.actor import IMPORT
from regulars.customers.changes import changed
from regulars.customers.models import Consent, Customer
from regulars.lib.drain import claim

log = logging.getLogger(__name__)

TOGETHER = 100  # requests in one transaction
PIECE = 5000  # messages at once: each is asked about by four keys, and PostgreSQL takes 65,535 values in a question
PURPOSES = ("analytics", "profiling")
MOST = 10**15  # of a value that a timeline tells
_WRITTEN = re.compile(r"-?[0-9]{1,15}([.][0-9]{1,15})?")


def take_arrivals() -> int:
    """Read what websites and programs have sent. Returns how many requests; one that makes trouble stays, with why."""
    waiting = Arrival.objects.filter(error="").select_related("source").order_by("pk")
    with claim(waiting, limit=TOGETHER) as arrivals:
        for source, several in groupby(arrivals, key=lambda each: each.source):
            _take_all(source, list(several))
        if arrivals:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_notify('segments', '')")
    return len(arrivals)


def _take_all(source: Source, arrivals: Sequence[Arrival], *, is_again: bool = False) -> None:
    """Together, for that is cheap; if that cannot be, each by itself. Whom another worker has met just now is known the second time."""
    try:
        with transaction.atomic():
            messages = [message for each in arrivals for message in _read(each)]
            for start in range(0, len(messages), PIECE):
                _take(source, messages[start : start + PIECE])
        Arrival.objects.filter(pk__in=[each.pk for each in arrivals]).delete()
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        if len(arrivals) > 1 or (isinstance(error, IntegrityError) and not is_again):
            for each in arrivals:
                _take_all(source, [each], is_again=len(arrivals) == 1)
            return
        log.exception("An arrival of %s cannot be taken", source)
        # What the error says may name somebody, who could not be forgotten there: that stands in the log alone.
        Arrival.objects.filter(pk=arrivals[0].pk).update(error=type(error).__name__)


def _read(arrival: Arrival) -> list[Message]:
    read_ones = []
    for given in arrival.body:
        try:
            read_ones.append(read(given, source=arrival.source_id, came_at=arrival.came_at, sent_at=arrival.sent_at))
        except NotAMessage:  # whoever sent it was told so
            continue
    return read_ones


def _take(source: Source, messages: Sequence[Message]) -> None:
    messages = [by_address(source, each) for each in messages]
    deeds = kept_deeds(source, [each.deed for each in messages if each.deed])
    found = _found(source, messages)
    silent = _who_object({trail.customer_id for _message, trail in found if trail.customer_id})
    given: list[Given] = []
    told: dict[object, Message] = {}
    for message, trail in found:
        if trail.customer_id in silent:
            continue
        if message.deed in deeds:
            given.append(
                Given(message.month, message.digest, trail.pk, deeds[message.deed].pk, message.at, message.properties)
            )
            told[message.digest] = message
        if message.traits and message.kind == "identify" and trail.customer_id and believes(source, message):
            _learn(source, trail.customer_id, message.traits)
    whose = customers_of({trail.pk for _message, trail in found})
    _follow_up(write(given), deeds, told, whose, source)
    changed(whose.values())  # also who brought nothing new but their name: what a stranger did is theirs now
    Source.objects.filter(pk=source.pk).update(heard_at=timezone.now())


def _found(source: Source, messages: Sequence[Message]) -> list[tuple[Message, Trail]]:
    """Each message that may be kept, with the trail of whoever did it."""
    trails, found = Trails(source, messages), []
    for message in messages:
        is_believed = believes(source, message)
        if not may_keep(source, message, is_believed=is_believed):
            continue
        found.append((message, trails.of(message, is_believed=is_believed)))
        if is_believed and message.kind == "alias" and message.previous:
            trails.of(_formerly(message), is_believed=True)
            if source.kind == Source.Kind.SERVER:
                _go_on(message, trails)
    return found


def _go_on(message: Message, trails: Trails) -> None:
    """Two ids of one person: who was known by the former goes on as whoever has the other one."""
    former, customer = known_as(message.previous), known_as(message.user)
    if former and customer and former != customer:
        with suppress(ValidationError):
            trails.moved(former.pk, to=merge(former, into=customer, by=IMPORT).pk)


def _learn(source: Source, customer: int, traits: dict[str, object]) -> None:
    """From a page no addresses: our secret has signed who it is, and not what else the page says of them."""
    is_server = source.kind == Source.Kind.SERVER
    known = traits if is_server else {name: value for name, value in traits.items() if name not in ADDRESSES}
    learn_traits(Customer.objects.get(pk=customer), traits=known)


def believes(source: Source, message: Message) -> bool:
    """Whether we take it that this is who it says: a server knows, a page must show what our server's secret signed."""
    if not message.user:
        return False
    if source.kind == Source.Kind.SERVER:
        return True
    signed = message.context.get("userHash")
    return isinstance(signed, str) and hmac.compare_digest(signed.encode(), signature(source, message.user).encode())


def signature(source: Source, user: str) -> str:
    """What a shop's server gives its page for whoever is signed in: HMAC-SHA256 of their id, in hexadecimal."""
    return hmac.new(source.secret.encode(), user.encode(), hashlib.sha256).hexdigest()


def may_keep(source: Source, message: Message, *, is_believed: bool) -> bool:
    """Whether consent is there where it is needed: nobody who said no, and strangers only who said yes."""
    if message.consents is not None:
        return message.consents
    return is_believed or not (source.kind == Source.Kind.WEBSITE and source.needs_consent)


def _formerly(message: Message) -> Message:
    return replace(message, anonymous=message.previous)


def _who_object(customers: set[int]) -> set[int]:
    """Those of the customers who have taken back their consent to this."""
    said = Consent.objects.filter(purpose__in=PURPOSES, customer__in=customers)
    newest = said.order_by("customer", "purpose", "-at", "-pk").distinct("customer", "purpose")
    return {each.customer_id for each in newest if each.state == Consent.State.WITHDRAWN}


def _follow_up(
    written: Sequence[Written],
    deeds: dict[str, Deed],
    told: dict[object, Message],
    whose: dict[int, int],
    source: Source,
) -> None:
    by_id = {each.pk: each for each in deeds.values()}
    fold(
        [(each.trail, each.at) for each in written if by_id[each.deed].name in LOOKS],
        pages=Deed.objects.filter(name__in=LOOKS).values_list("pk", flat=True),
    )
    for each in written:
        if by_id[each.deed].is_noted and each.trail in whose:
            _note(by_id[each.deed], told[each.message], whose[each.trail], source)


def _note(deed: Deed, message: Message, customer: int, source: Source) -> None:
    said = message.properties
    currency = said.get("currency")
    event = DeedDone(
        name=deed.name,
        value=_amount(next((said[name] for name in ("revenue", "value", "total") if name in said), None)),
        currency=currency[:3].upper() if isinstance(currency, str) else "",
        message=str(message.digest),
        source=source.kind,
    )
    tell(event, customer=customer, by=IMPORT, at=message.at)


def _amount(said: object) -> float | None:
    if isinstance(said, str) and _WRITTEN.fullmatch(said):
        return float(said)
    is_number = isinstance(said, int | float) and not isinstance(said, bool) and abs(said) < MOST
    return float(said) if is_number else None
