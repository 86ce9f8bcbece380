"""What a notification says, in one line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.customers.actor import Actor
from regulars.notifications.models import Notification
from regulars.notifications.reasons import Reason
from regulars.team.models import Agent

ICONS = {
    Reason.MENTION: "person", Reason.TOLD: "alert", Reason.ASSIGNED: "assign", Reason.FAILED: "alert", Reason.PROMISE: "clock",
    Reason.REPLY: "reply", Reason.WOKEN: "clock", Reason.NOTE: "lock", Reason.TEAM: "people",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One notification as pages, mails and devices show it."""

    id: int
    number: int  # of the conversation
    icon: str
    says: str
    subject: str
    at: datetime
    is_seen: bool


def lines(notifications: Iterable[Notification]) -> list[Line]:
    """In their order; each with its conversation and that one's customer."""
    shown = list(notifications)
    agents = {Actor.read(each.by).id for each in shown if each.by.startswith("agent:")}
    names = {f"agent:{pk}": name for pk, name in Agent.objects.filter(pk__in=agents).values_list("pk", "name")}
    return [_line(each, names) for each in shown]


def _line(each: Notification, names: dict[str, str]) -> Line:
    conversation = each.conversation
    by = names.get(each.by) or (Actor.read(each.by).name if each.by else "") or _("Regulars")
    says = _sentence(each).format(by=by, customer=conversation.customer, count=each.count)
    subject = conversation.subject or _("(no subject)")
    return Line(each.pk, conversation.pk, ICONS[Reason(each.reason)], says, subject, each.at, each.is_seen)


def _sentence(each: Notification) -> str:
    once = {
        Reason.MENTION: _("{by} mentioned you"),
        Reason.TOLD: _("{by} wants you to look"),
        Reason.ASSIGNED: _("{by} gave you this"),
        Reason.FAILED: _("Your answer to {customer} did not arrive"),
        Reason.PROMISE: _("A promise to {customer} runs out or is broken"),
        Reason.REPLY: _("{customer} wrote to you"),
        Reason.WOKEN: _("It is back: {customer}"),
        Reason.NOTE: _("{by} left a note"),
        Reason.TEAM: _("{by} gave this to your team"),
    }
    if each.count > 1 and each.reason == Reason.REPLY:
        return ngettext("{customer} wrote to you", "{customer} wrote to you {count} times", each.count)
    if each.count > 1 and each.reason == Reason.NOTE:
        return ngettext("{by} left a note", "{count} notes, the last one by {by}", each.count)
    return once[Reason(each.reason)]
