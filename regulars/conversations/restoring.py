"""How a conversation stands, and bringing it back to that."""

from __future__ import annotations

from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.actions.set_status import set_status
from regulars.conversations.actions.set_topic import set_topic
from regulars.conversations.actions.snooze import snooze
from regulars.conversations.actions.tag import tag
from regulars.conversations.actions.unmerge import unmerge
from regulars.conversations.actions.untag import untag
from regulars.conversations.models import Conversation, NamedStatus, Topic
from regulars.lib.refusal import refusal
from regulars.team.models import Agent, Team

State = dict[str, Any]
FIELDS = ("merged_into", "status", "named_status", "snoozed_until", "topic", "assignee", "team", "priority")
CALLED = {
    "merged_into": gettext_lazy("where it goes on"), "status": gettext_lazy("its status"), "named_status": gettext_lazy("its status"),
    "snoozed_until": gettext_lazy("its status"), "topic": gettext_lazy("its topic"), "assignee": gettext_lazy("whose it is"), "team": gettext_lazy("its team"),
    "priority": gettext_lazy("its priority"),
}  # fmt: skip


def standing(conversation: Conversation) -> State:
    """What verbs change and undo brings back."""
    row = Conversation.objects.values(*FIELDS, "tags").get(pk=conversation.pk)
    return row | {"snoozed_until": row["snoozed_until"] and row["snoozed_until"].isoformat()}


def restore(conversation: Conversation, *, before: State, after: State, by: Agent) -> bool:
    """Bring back what was changed between these; False when nothing was, or somebody else has done it.

    Raises ValidationError, and changes nothing, when any of it was changed again since.
    """
    now = standing(conversation)
    changed = [name for name in FIELDS if before[name] != after[name] and now[name] != before[name]]
    since = [name for name in changed if now[name] != after[name]]
    if since:
        what = ", ".join(dict.fromkeys(str(CALLED[name]) for name in since))
        raise refusal("since", _("Somebody has changed it since: %s.") % what, "since")
    put_on, taken_off = set(after["tags"]) - set(before["tags"]), set(before["tags"]) - set(after["tags"])
    if "merged_into" in changed:
        unmerge(conversation, by=by)
    _restore_status(conversation, before, changed, by)
    if "topic" in changed:
        set_topic(conversation, topic=Topic.objects.filter(pk=before["topic"]).first(), by=by)
    if {"assignee", "team", "topic"} & set(changed):
        agent, team = (
            Agent.objects.filter(pk=before["assignee"]).first(),
            Team.objects.filter(pk=before["team"]).first(),
        )
        assign(conversation, agent=agent, team=team, by=by)
    if "priority" in changed:
        set_priority(conversation, priority=Conversation.Priority(before["priority"]).name.lower(), by=by)
    for word in sorted(put_on & set(now["tags"])):
        untag(conversation, tag=word, by=by)
    for word in sorted(taken_off - set(now["tags"])):
        tag(conversation, tag=word, by=by)
    return bool(changed or put_on & set(now["tags"]) or taken_off - set(now["tags"]))


def _restore_status(conversation: Conversation, before: State, changed: list[str], by: Agent) -> None:
    if not {"status", "named_status", "snoozed_until"} & set(changed):
        return
    if before["status"] == Conversation.Status.RESOLVED:
        resolve(conversation, by=by)
    elif before["status"] == Conversation.Status.OPEN:
        reopen(conversation, by=by)
    else:
        reopen(conversation, by=by)  # whoever waits, waits while it is put away as well
        snooze(conversation, until=before["snoozed_until"] and parse_datetime(before["snoozed_until"]), by=by)
    named = NamedStatus.objects.filter(pk=before["named_status"], retired_at=None).first()
    if named:
        set_status(conversation, status=named, by=by)
