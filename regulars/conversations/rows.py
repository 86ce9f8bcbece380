"""Rows of the inbox, written in Python: the template engine would take three times as long for fifty of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from regulars.conversations.columns import cells
from regulars.conversations.models import Conversation, NamedStatus
from regulars.conversations.standing import Standing
from regulars.team.models import Agent
from regulars.ui.faces import avatar
from regulars.ui.icons import icon
from regulars.ui.moments import Times

SOON, LATE = 4, 24  # hours of waiting after which a row is honey, and brick
ROW_FIELDS = (
    "subject",
    "status",
    "priority",
    "channel",
    "snippet",
    "inbound_position",
    "is_ours_last",
    "waiting_since",
    "due_at",
    "undelivered_at",
    "last_activity_at",
    "created_at",
    "named_status",
    "snoozed_until",
    "woken_at",
    "assistant_until",
    "customer__name",
    "assignee__name",
    "team__name",
)  # what a row shows and no more: making the rest of fifty rows costs as much as the query
SHORT = 30  # minutes before a promise runs out from which it is honey
COLUMN_FIELDS = {"topic": "topic__name", "inbox": "inbox__name", "tags": "tags"}  # besides those
CHANNEL_ICONS = {"email": "mail", "chat": "chat", "sms": "phone", "portal": "person", "note": "lock"}

ROW = """<a class="row" id="row-{id}" href="/inbox/{id}{address}"{unread}>{face}<span class="body">\
<span class="line"><span class="who">{who}</span>{unread_word}<span class="end">{when}</span></span>\
<span class="line"><span class="what">{what}</span><span class="end">{chip}{assignee}</span></span>\
<span class="line">{channel}<span class="said">{said}</span></span></span>{cells}</a>
"""


def fields_for(columns: Sequence[str]) -> tuple[str, ...]:
    """What rows with these columns of a table show."""
    return (*ROW_FIELDS, *(COLUMN_FIELDS[column] for column in columns if column in COLUMN_FIELDS))


def rows(
    conversations: Sequence[Conversation], *, address: str, columns: Sequence[str] = (), now: datetime | None = None
) -> SafeString:
    """The rows for conversations as `queries.page` gives them; `address` is the list's own query string.

    With `columns` they stand in a table where there is room for one, else they are the same rows as ever.
    """
    times, words, address = Times(now), _words(get_language()), escape(address)
    if any(conversation.named_status_id for conversation in conversations):
        words = words | {f"status {pk}": name for pk, name in NamedStatus.objects.values_list("pk", "name")}
    return SafeString("".join([_row(conversation, address, times, words, columns) for conversation in conversations]))


def _row(conversation: Conversation, address: str, times: Times, words: dict[str, str], columns: Sequence[str]) -> str:
    name = str(conversation.customer)
    is_unread = conversation.inbound_position > conversation.read_position  # type: ignore[attr-defined]
    found = conversation.__dict__  # where a search has hit it, marked
    said = found.get("excerpt")
    if said is None:
        said = (words["we"] if conversation.is_ours_last else "") + escape(conversation.snippet, quote=False)
    return ROW.format(
        id=conversation.id,
        address=address,
        unread=" data-unread" if is_unread else "",
        unread_word=words["unread"] if is_unread else "",
        face=avatar(name, conversation.customer_id),
        who=escape(name, quote=False),
        when=times.moment(found.get("hit_at") or conversation.last_activity_at),
        what=found.get("marked_subject") or escape(conversation.subject, quote=False) or words["no_subject"],
        chip=_chip(conversation, times, words),
        assignee=assignee_face(conversation.assignee),
        channel=channel_icon(conversation.channel),
        said=said,
        cells=cells(conversation, columns, times) if columns else "",
    )


def chip(conversation: Conversation, *, promises: Sequence[Standing] = ()) -> SafeString:
    """What is urgent about it: that our answer did not arrive, what is left of a promise (which, when the pointer rests on it),
    how long the customer has waited, or that it is settled."""
    words = _words(get_language())
    if conversation.named_status is not None:
        words = words | {f"status {conversation.named_status_id}": conversation.named_status.name}
    return _chip(conversation, Times(), words, promises)


def _chip(
    conversation: Conversation, times: Times, words: dict[str, str], promises: Sequence[Standing] = ()
) -> SafeString:
    if conversation.undelivered_at is not None:
        return SafeString(words["undelivered"])
    if not conversation.is_open:
        return SafeString(_settled(conversation, times, words))
    flag = words[f"flag {conversation.priority}"] + _standing(conversation, times, words)
    if conversation.assistant_until is not None and conversation.assistant_until > times.now:
        return SafeString(flag + words["assistant"])
    if conversation.due_at is not None:
        return SafeString(flag + _countdown(conversation.due_at, times, words, promises))
    if conversation.waiting_since is None:
        return SafeString(flag)
    since = conversation.waiting_since
    length = times.now - since
    state = "overdue" if length >= timedelta(hours=LATE) else "waiting" if length >= timedelta(hours=SOON) else ""
    look = f'class="chip" data-state="{state}"' if state else 'class="chip bare"'
    sign = icon("alert" if state == "overdue" else "clock")
    time = times.wait(since, soon=SOON, late=LATE)
    return SafeString(f'{flag}<span {look} title="{words["since"] % times.exact(since)}">{sign}{time}</span>')


def _settled(conversation: Conversation, times: Times, words: dict[str, str]) -> str:
    """That it is settled, or put away and until when; by the name that the house has for it."""
    name = escape(words.get(f"status {conversation.named_status_id}", ""))
    until = conversation.snoozed_until
    if until is None:
        said = name or words[f"{conversation.status} word"]
        return f'<span class="chip bare">{words[f"{conversation.status} sign"]}{said}</span>'
    title = escape(_("Put away until %s") % times.exact(until))
    return f'<span class="chip bare" title="{title}">{icon("moon")}{name and f"{name}, "}{escape(times.ahead(until))}</span>'


def _standing(conversation: Conversation, times: Times, words: dict[str, str]) -> str:
    """The house's own name for an open one, and that it is back from where it was put away."""
    name = words.get(f"status {conversation.named_status_id}", "")
    said = f'<span class="chip outline">{escape(name)}</span>' if name else ""
    if (
        conversation.woken_at is None or conversation.woken_at != conversation.last_activity_at
    ):  # something was done since
        return said
    title = escape(_("Back since %s, from where it was put away") % times.exact(conversation.woken_at))
    return f'{said}<span class="chip" data-state="info" title="{title}">{icon("moon")}{words["back"]}</span>'


def _countdown(due: datetime, times: Times, words: dict[str, str], promises: Sequence[Standing]) -> str:
    left = due - times.now
    state = "overdue" if left <= timedelta(0) else "waiting" if left <= timedelta(minutes=SHORT) else ""
    look = f'class="chip" data-state="{state}"' if state else 'class="chip bare"'
    sign = icon("alert" if state == "overdue" else "clock")
    title = "&#10;".join(_promised(each, times) for each in promises if not each.is_ended)
    title = title or words["due"] % times.exact(due)
    return f'<span {look} title="{title}">{sign}{times.left(due, soon=SHORT)}</span>'


def _promised(promise: Standing, times: Times) -> str:
    until = _("by %s") % times.exact(promise.due_at) if promise.due_at else _("the clock stands still")
    return escape(": ".join(filter(None, (promise.name, f"{promise.label} {until}"))))


def assignee_face(agent: Agent | None) -> SafeString:
    return avatar(agent.name, agent.pk, "tiny", title=True) if agent else SafeString("")


def channel_icon(channel: str) -> SafeString:
    return icon(CHANNEL_ICONS.get(channel, "mail"))


def _flag(priority: int) -> str:
    if priority <= Conversation.Priority.NORMAL:
        return ""
    label = escape(str(Conversation.Priority(priority).label))
    state = "overdue" if priority == Conversation.Priority.URGENT else "waiting"
    return f'<span class="chip" data-state="{state}" title="{label}">{icon("flag", "", label)}</span>'


def _with_assistant() -> str:
    title = escape(_("The assistant answers first. Reply or assign it, and it leaves it to you."))
    return f'<span class="chip" data-state="info" title="{title}">{icon("chat")}{escape(_("Assistant"))}</span>'


@lru_cache
def _words(_language: str | None) -> dict[str, str]:
    return {
        "unread": f'<span class="unseen">{escape(_("unread"))}</span>',
        "no_subject": escape(_("(no subject)")),
        "we": escape(_("We: ")),
        "resolved sign": icon("check"),
        "resolved word": escape(_("Resolved")),
        "pending sign": icon("moon"),
        "pending word": escape(_("Pending")),
        "back": escape(pgettext("put away no more", "Back")),
        "undelivered": f'<span class="chip" data-state="overdue">{icon("alert")}{escape(_("Not delivered"))}</span>',
        "assistant": _with_assistant(),
        "since": escape(_("Waiting since %s")),
        "due": escape(_("Promised by %s")),
        **{f"flag {priority}": _flag(priority) for priority in Conversation.Priority.values},
    }
