"""What stands before each letter of our own accord, in order: consent, suppression, holdout, quiet hours, how often.

Asked when somebody wants to write, and again in the moment in which the letter leaves.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from regulars.conversations.suppressed import suppressed_among
from regulars.customers.consents import consents_of
from regulars.customers.models import Customer, Identity
from regulars.experiments.holding import is_held
from regulars.outreach.models import Manners, Sending, Topic
from regulars.outreach.quiet import quiet_until
from regulars.outreach.topics import refused_by
from regulars.team.days import house_zone, zone_of

Why = Sending.Why


class Verdict(NamedTuple):
    """Why it may not leave now, and when to ask again; None: never."""

    why: str
    again_at: datetime | None = None


class Scene(NamedTuple):
    """Everything that a gate looks at."""

    sending: Sending
    customer: Customer
    topic: Topic
    manners: Manners
    now: datetime


def verdict(scene: Scene) -> Verdict | None:
    """What the first gate says that is shut; None: it may leave."""
    gates = (_address,) if scene.topic.is_essential else GATES
    return next(filter(None, (gate(scene) for gate in gates)), None)


def manners() -> Manners:
    """The house's, or the usual ones."""
    return Manners.objects.order_by("pk").first() or Manners()


def address_of(customer: Customer) -> str:
    """Where letters reach them; nothing when we know of no place."""
    theirs = Identity.objects.filter(customer=customer, kind=Identity.Kind.EMAIL).order_by("-is_primary", "pk")
    return theirs.values_list("value", flat=True).first() or ""


def _consent(scene: Scene) -> Verdict | None:
    refused = refused_by(scene.topic, consents_of(scene.customer.pk))
    return Verdict(refused) if refused else None


def _address(scene: Scene) -> Verdict | None:
    address = scene.sending.address or address_of(scene.customer)
    if not address:
        return Verdict(Why.NO_ADDRESS)
    return Verdict(Why.SUPPRESSED) if suppressed_among([address]) else None


def _held_out(scene: Scene) -> Verdict | None:
    return Verdict(Why.HELD_OUT) if scene.topic.is_withheld and is_held(scene.customer) else None


def _quiet(scene: Scene) -> Verdict | None:
    zone = zone_of(scene.customer.time_zone) if scene.customer.time_zone else house_zone()
    begins, ends = scene.manners.quiet_from, scene.manners.quiet_until
    free = quiet_until(scene.now, begins=begins, ends=ends, zone=zone)
    return Verdict(Why.QUIET, free) if free > scene.now else None


def _often(scene: Scene) -> Verdict | None:
    """All letters of our own accord count, whatever they are about, but for what somebody has asked for."""
    span = timedelta(days=scene.manners.days)
    sent = Sending.objects.filter(customer=scene.customer, is_essential=False, left_at__gt=scene.now - span)
    newest = list(
        sent.exclude(pk=scene.sending.pk).order_by("-left_at").values_list("left_at", flat=True)[: scene.manners.most]
    )
    return Verdict(Why.OFTEN, newest[-1] + span) if len(newest) >= scene.manners.most else None


GATES: tuple[Callable[[Scene], Verdict | None], ...] = (_consent, _address, _held_out, _quiet, _often)
