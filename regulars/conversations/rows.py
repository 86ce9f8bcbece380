"""Rows of the inbox, made ready in Python: a template that formats fifty of them costs three times as much."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from regulars.conversations.models import Conversation
from regulars.team.models import Agent
from regulars.ui.faces import avatar
from regulars.ui.icons import icon
from regulars.ui.moments import exact, moment, span

SOON, LATE = 4, 24  # hours of waiting after which a row is honey, and brick
CHANNEL_ICONS = {"email": "mail", "chat": "chat", "sms": "phone", "note": "lock"}


class Row(NamedTuple):
    """What one row shows. Everything is HTML already."""

    id: int
    is_unread: bool
    face: SafeString
    who: SafeString
    when: SafeString
    what: SafeString
    chip: SafeString
    assignee: SafeString
    channel: SafeString
    said: SafeString


def rows(conversations: Sequence[Conversation], *, now: datetime | None = None) -> list[Row]:
    """The rows for conversations as `queries.page` gives them."""
    now = now or timezone.now()
    you, no_subject = _("We: "), _("(no subject)")
    return [_row(conversation, now, you, no_subject) for conversation in conversations]


def _row(conversation: Conversation, now: datetime, we: str, no_subject: str) -> Row:
    name = str(conversation.customer)
    said = conversation.snippet
    return Row(
        id=conversation.pk,
        is_unread=conversation.inbound_position > conversation.read_position,  # type: ignore[attr-defined]
        face=avatar(name, conversation.customer_id),
        who=conditional_escape(name),
        when=moment(conversation.last_activity_at, now=now),
        what=conditional_escape(conversation.subject or no_subject),
        chip=chip(conversation, now=now),
        assignee=assignee_face(conversation.assignee),
        channel=channel_icon(conversation.channel),
        said=conditional_escape(we + said if conversation.is_ours_last else said),
    )


def chip(conversation: Conversation, *, now: datetime) -> SafeString:
    """What is urgent about it: how long the customer has waited, or that it is settled."""
    if not conversation.is_open:
        return format_html('<span class="chip bare">{}{}</span>', icon("check"), _("Resolved"))
    flag = _flag(conversation.priority)
    if conversation.waiting_since is None:
        return flag
    since = timezone.localtime(conversation.waiting_since)
    length = now - since
    state = "overdue" if length >= timedelta(hours=LATE) else "waiting" if length >= timedelta(hours=SOON) else ""
    said = _("Waiting since %s") % exact(since)
    return SafeString(
        f'{flag}<span class="chip{"" if state else " bare"}"{f" data-state={state}" if state else ""} title="{said}">'
        f'{icon("alert" if state == "overdue" else "clock")}<time datetime="{since.isoformat(timespec="seconds")}" '
        f'data-relative="span" data-soon="{SOON}" data-late="{LATE}">{span(length)}</time></span>'
    )


def _flag(priority: int) -> SafeString:
    if priority <= Conversation.Priority.NORMAL:
        return SafeString("")
    label = str(Conversation.Priority(priority).label)
    state = "overdue" if priority == Conversation.Priority.URGENT else "waiting"
    return format_html('<span class="chip" data-state="{}" title="{}">{}</span>', state, label, icon("flag", "", label))


def assignee_face(agent: Agent | None) -> SafeString:
    return avatar(agent.name, agent.pk, "tiny", title=True) if agent else SafeString("")


def channel_icon(channel: str) -> SafeString:
    return icon(CHANNEL_ICONS.get(channel, "mail"))
