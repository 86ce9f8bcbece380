import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.notifications.audience import may_see
from regulars.notifications.models import Device, Notification, Wishes
from regulars.notifications.pushing import PushRefused, push
from regulars.notifications.words import lines
from regulars.team.models import Agent

log = logging.getLogger(__name__)

FEW = 3  # at once; more than that are one push that counts them
MOST_AN_HOUR = 12  # beyond, the hour ends with one that says how many
BATCH = 200


class Ring(NamedTuple):
    device: Device
    messages: list[dict[str, str]]


def ring_devices(*, now: datetime | None = None) -> int:
    """Push what is due and unseen to the devices of those whom it is for. Returns how many notifications were taken.

    Never a storm: many at once are one, and nobody's devices ring more often than MOST_AN_HOUR. A push that its service refuses,
    or that a dying worker leaves behind, is not tried again: it stands in the desk, and in the next mail for whoever wishes so.
    """
    with transaction.atomic():  # over before a push service is asked: nobody waits for that one but us
        taken = _taken(now or timezone.now())
        rings = [
            ring
            for agent, told in groupby(taken, key=lambda each: each.agent)
            for ring in _rings(agent, list(told), now or timezone.now())
        ]
    for ring in rings:
        _push(*ring)
    return len(taken)


def _taken(now: datetime) -> list[Notification]:
    due = Notification.objects.filter(push_at__lte=now).select_related("conversation__customer", "agent")
    taken = list(due.order_by("agent", "at", "pk").select_for_update(skip_locked=True, of=("self",))[:BATCH])
    Notification.objects.filter(pk__in=[each.pk for each in taken]).update(push_at=None)
    return taken


def _rings(agent: Agent, told: list[Notification], now: datetime) -> Iterator[Ring]:
    told = [each for each in told if may_see(agent, each.conversation)]
    devices = list(agent.devices.all())
    if not (devices and told and agent.is_active):
        return
    wishes = Wishes.objects.select_for_update().get_or_create(agent=agent)[0]
    if wishes.pushed_at is None or now - wishes.pushed_at >= timedelta(hours=1):
        wishes.pushed_at, wishes.pushes = now, 0
    with agent.spoken_to():
        messages = _messages(told)
    if wishes.pushes + len(messages) > MOST_AN_HOUR:
        later = Notification.objects.filter(pk__in=[each.pk for each in told])
        later.update(push_at=wishes.waits_until(wishes.pushed_at + timedelta(hours=1)))
        return
    wishes.pushes += len(messages)
    wishes.save()
    yield from (Ring(device, messages) for device in devices)


def _messages(told: list[Notification]) -> list[dict[str, str]]:
    if len(told) > FEW:
        return [
            {"title": _("%s things are new for you") % len(told), "body": "", "url": "/notifications", "tag": "many"}
        ]
    return [
        {"title": line.says, "body": line.subject, "url": f"/inbox/{line.number}", "tag": f"conversation:{line.number}"}
        for line in lines(told)
    ]


def _push(device: Device, messages: list[dict[str, str]]) -> None:
    for message in messages:
        try:
            if not push(device, message):
                device.delete()
                return
        except PushRefused as error:
            log.warning("A push was not taken: %s", error)
