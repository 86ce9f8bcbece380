"""Why an agent is told something, and by which ways unless they choose others."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Way(TextChoices):
    DESK = "desk", _("In the desk")
    PUSH = "push", _("On my devices")
    MAIL = "mail", _("By mail")


class Reason(TextChoices):
    """The first that holds is the one that is told."""

    MENTION = "mention", _("Somebody mentions me or my team in a note")
    TOLD = "told", _("A rule or a colleague tells me to look")
    ASSIGNED = "assigned", _("A conversation is given to me")
    FAILED = "failed", _("An answer of mine does not arrive")
    PROMISE = "promise", _("A promise in a conversation of mine runs out, or is broken")
    REPLY = "reply", _("A customer writes in a conversation of mine")
    WOKEN = "woken", _("A conversation of mine comes back that was put off")
    NOTE = "note", _("Somebody leaves a note in a conversation of mine")
    TEAM = "team", _("A conversation is given to my team, and to nobody in it")


LOUD = (Way.DESK, Way.PUSH, Way.MAIL)
_USUAL = {
    Reason.MENTION: LOUD,
    Reason.TOLD: LOUD,
    Reason.ASSIGNED: LOUD,
    Reason.FAILED: LOUD,
    Reason.PROMISE: (Way.DESK, Way.PUSH),
    Reason.REPLY: (Way.DESK, Way.PUSH),
    Reason.WOKEN: (Way.DESK,),
    Reason.NOTE: (Way.DESK,),
    Reason.TEAM: (),
}


def usual_ways(reason: str) -> tuple[str, ...]:
    return _USUAL[Reason(reason)]
