"""One conversation: what was said, what happened, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from regulars.conversations import composing, questions
from regulars.conversations.actions.mark_read import mark_read
from regulars.conversations.continuing import survivors
from regulars.conversations.forms import Asked
from regulars.conversations.models import Conversation, Message
from regulars.conversations.questions import EVENTS, NEWEST, events_of, newest_events, newest_messages
from regulars.conversations.related import links, suggestion_of
from regulars.conversations.rows import assignee_face, chip
from regulars.conversations.showing import items
from regulars.conversations.standing import standings
from regulars.customers.models import TimelineEvent
from regulars.customers.telling import told
from regulars.team.models import Agent

HEARD_OF_MESSAGES = ("message.bounced", "message.arrived")  # these change what stands under a message


@login_required
@require_GET
def thread(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The conversation: alone for a page that swaps it in, otherwise with a place for the list, which follows."""
    conversation = the_conversation(request, conversation_id)
    if conversation.merged_into_id:
        return redirect(f"/inbox/{survivors([conversation.pk])[conversation.pk]}")
    shown = {"room": "inbox", **the_thread(conversation, agent=request.user), "back": Asked(request.GET).address()}
    _read_now(conversation, request.user)
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "conversations/pages/_thread.html", shown)
    return render(request, "conversations/pages/thread.html", shown)


@login_required
@require_GET
def earlier(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """A fragment: the messages before the one at position `before`."""
    conversation = the_conversation(request, conversation_id)
    messages = _messages(conversation, position__lt=_number(request, "before"))
    events = events_of(conversation).filter(at__lt=messages[-1].created_at).order_by("-pk")[:EVENTS] if messages else []
    return render(request, "conversations/pages/_items.html", the_items(conversation, messages, events))


@login_required
@require_GET
def news(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """A fragment: the head, and what came after message position `after` and event `event`, or changed among `watch`."""
    conversation = the_conversation(request, conversation_id)
    if conversation.merged_into_id:
        return redirect(f"/inbox/{conversation.merged_into_id}")
    watched = [int(pk) for pk in request.GET.get("watch", "").split(",") if pk.isdecimal()][:50]
    events = list(events_of(conversation).filter(pk__gt=_number(request, "event")).order_by("pk")[:EVENTS])
    watched += [event.facts["message"] for event in events if event.kind in HEARD_OF_MESSAGES]
    messages = _messages(conversation, Q(position__gt=_number(request, "after")) | Q(pk__in=watched))
    _read_now(conversation, request.user)
    lines = told(events, customer=conversation.customer)
    shown = {**the_head(conversation, agent=request.user), "items": items(messages, lines)}
    shown["gone"] = set(watched) - {message.pk for message in messages}
    shown["usual"] = composing.usual_recipients(conversation)
    return render(request, "conversations/pages/_news.html", shown)


@login_required
@require_GET
def composer(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """A fragment: the place to answer, with what has been written there so far."""
    conversation = the_conversation(request, conversation_id)
    box = composing.composer(conversation, newest_messages(conversation), agent=request.user)
    return render(request, "conversations/pages/_composer.html", {"number": str(conversation.pk), "box": box})


def the_conversation(request: HttpRequest, conversation_id: int) -> Conversation:
    found = questions.the_conversation(conversation_id, agent=request.user)
    if found is None:
        raise Http404
    return found


def the_thread(conversation: Conversation, *, agent: Agent) -> dict[str, Any]:
    messages = newest_messages(conversation)
    composer = composing.composer(conversation, messages, agent=agent)
    more = {"composer": composer, "suggestion": suggestion_of(conversation)}
    return {
        **the_head(conversation, agent=agent),
        **the_items(conversation, messages, newest_events(conversation)),
        **more,
    }


def the_head(conversation: Conversation, *, agent: Agent) -> dict[str, Any]:
    """What stands above the messages: subject, state, tags, and whose it is."""
    return {
        "conversation": conversation,
        "number": str(
            conversation.pk
        ),  # not a number for the template, which would write it the reader's way, at length
        "rights": agent.rights,
        "subject": conversation.subject or _("(no subject)"),
        "chip": chip(conversation, promises=standings(conversation.promised)),  # type: ignore[attr-defined]
        "assignee": assignee_face(conversation.assignee),
        "whose": _whose(conversation, agent),
        "links": links(conversation),
        "tags": [(tag, (conversation.colours or {}).get(tag, "")) for tag in conversation.tags],  # type: ignore[attr-defined]
        "done_of_list": conversation.checklist_total - conversation.checklist_open,
    }


def the_items(conversation: Conversation, messages: list[Message], events: Iterable[TimelineEvent]) -> dict[str, Any]:
    first = messages[0].position if messages else 1
    meanwhile = [event for event in events if first == 1 or event.at >= messages[0].created_at]
    lines = told(sorted(meanwhile, key=lambda event: (event.at, event.pk)), customer=conversation.customer)
    return {
        "number": str(conversation.pk),
        "items": items(messages, lines),
        "first": first,
        "earlier": conversation.messages.filter(position__lt=first).count() if first > 1 else 0,
        "last_position": messages[-1].position if messages else 0,
        "last_event": max((event.pk for event in meanwhile), default=0),
    }


def _read_now(conversation: Conversation, agent: Agent) -> None:
    if conversation.read_position < conversation.last_position:
        mark_read(conversation, by=agent)


def _messages(conversation: Conversation, *conditions: Q, **more: object) -> list[Message]:
    found = (
        conversation.messages.filter(*conditions, **more)
        .select_related("delivery")
        .prefetch_related("attachments", "delivery__outcomes")
    )
    return list(found.order_by("-position")[:NEWEST])[::-1]


def _whose(conversation: Conversation, agent: Agent) -> str:
    if conversation.assignee_id == agent.pk:
        return _("You")
    if conversation.assignee:
        return conversation.assignee.first_name
    return str(conversation.team) if conversation.team else _("Nobody")


def _number(request: HttpRequest, name: str) -> int:
    written = request.GET.get(name, "")
    return int(written) if written.isdecimal() and len(written) < 19 else 0
