"""Where the assistant does what, as the settings list it."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.assistant.models import Duty, Task
from regulars.channels import CHANNELS
from regulars.conversations.models import Inbox
from regulars.knowledge.models import HelpCentre


class Row(NamedTuple):
    """An inbox or a help centre."""

    name: str
    brand: str
    address: str
    answers: str  # where; empty: nowhere
    suggests: str


def places() -> list[Row]:
    """All inboxes, then all help centres."""
    known: dict[tuple[int | None, int | None], list[Duty]] = {}
    for duty in Duty.objects.exclude(way=Duty.Way.OFF):
        known.setdefault((duty.inbox_id, duty.centre_id), []).append(duty)
    inboxes = [
        _row(each, reverse("assistant:inbox_duties", args=[each.pk]), known.get((each.pk, None), []))
        for each in Inbox.objects.select_related("brand").order_by("name")
    ]
    return inboxes + [
        _row(each, reverse("assistant:centre_duties", args=[each.pk]), known.get((None, each.pk), []))
        for each in HelpCentre.objects.select_related("brand").order_by("pk")
    ]


def _row(place: Inbox | HelpCentre, address: str, duties: list[Duty]) -> Row:
    answer = next((duty for duty in duties if duty.task == Task.ANSWER), None)
    where = ", ".join(str(_(CHANNELS[each].label)) for each in answer.channels if each in CHANNELS) if answer else ""
    if answer and answer.centre_id:
        where = _("whoever searches")
    suggests = ", ".join(str(duty.get_task_display()) for duty in duties if duty.task != Task.ANSWER)
    return Row(str(place), str(place.brand), address, where, suggests)
