"""What a conversation may be waiting for, and since when it has: the question is asked of the conversation as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, DateTimeField, F, Q, When
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Conversation
from regulars.lib.conditions.sql import Sql

RESTARTS = (
    "conversation.opened", "conversation.reopened", "conversation.woken", "conversation.merged", "conversation.unmerged",
    "conversation.split", "conversation.unsplit",
)  # fmt: skip
ENDS = ("conversation.merged", "conversation.snoozed")


@dataclass(frozen=True)
class Wait:
    label: Any
    since: Any  # when it began, in SQL; NULL when nothing of the kind goes on
    starts: frozenset[str]  # kinds of events that may begin it
    ends: frozenset[str]  # kinds of events that may end it
    status: str  # of conversations that may be in it

    @property
    def kinds(self) -> frozenset[str]:
        return self.starts | self.ends


OPEN, RESOLVED = Conversation.Status.OPEN, Conversation.Status.RESOLVED


def _wait(
    label: Any, since: Any, *, starts: tuple[str, ...], ends: tuple[str, ...], status: str = OPEN, **facts: Any
) -> Wait:
    now = Case(
        When(Q(status=status, merged_into=None, side_of=None, **facts), then=since), output_field=DateTimeField()
    )
    return Wait(label, now, frozenset((*starts, *RESTARTS)), frozenset((*ends, *ENDS)), status)


def _moment(shape: str) -> Sql:
    return Sql(f"(SELECT {shape})", *[F("pk")] * shape.count("{}"), output=DateTimeField())


_HERE = "FROM customers_timelineevent AS event WHERE about = 'conversation:' || {} AND kind ="
_reopened = _moment(f"max(at) {_HERE} 'conversation.reopened'")
_answered = _moment(
    "max(at) FROM conversations_message WHERE conversation_id = {} AND kind = 'out' AND NOT is_automatic"
)
# The first time that it was given to nobody since somebody had it.
_given_up = _moment(
    f"min(at) {_HERE} 'conversation.assigned' AND facts ->> 'agent' IS NULL AND id > "
    f"(SELECT max(id) {_HERE} 'conversation.assigned' AND facts ->> 'agent' IS NOT NULL)"
)

# What rules are told of is written down when one is saved: whoever changes kinds here calls `listen_anew` in a migration.
WAITS = {
    "waiting for us": _wait(
        _("waits for us"),
        F("waiting_since"),
        starts=("message.received", "message.taken_back"),
        ends=("message.written", "conversation.resolved"),
    ),
    "waiting for customer": _wait(
        _("waits for the customer"),
        _answered,
        waiting_since=None,
        replied_at__isnull=False,
        starts=("message.written", "message.scheduled", "message.hurried"),
        ends=("message.received", "message.taken_back", "conversation.resolved"),
    ),
    "unassigned": _wait(
        _("is nobody's"),
        Greatest(F("created_at"), _reopened, _given_up),
        assignee=None,
        starts=("conversation.assigned",),
        ends=("conversation.assigned", "conversation.resolved"),
    ),
    "open": _wait(
        _("is open"),
        Greatest(F("created_at"), _reopened),
        starts=(),
        ends=("conversation.resolved",),
    ),
    "quiet": _wait(
        _("is open, and nothing is said"),
        F("last_activity_at"),
        starts=("message.received", "message.written"),
        ends=("conversation.resolved",),
    ),
    "resolved": _wait(
        _("is settled"),
        F("resolved_at"),
        status=RESOLVED,
        starts=("conversation.resolved",),
        ends=("conversation.reopened", "message.received"),
    ),
}
