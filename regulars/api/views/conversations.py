"""Conversations: list, read, open."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from regulars.api import cursors, reading, shapes, told
from regulars.api.doing import now
from regulars.api.given.conversations import ConversationsAsked, MessagesAsked, NewConversation
from regulars.api.named import opened_by_customer, opened_by_us
from regulars.api.signing_in import needing
from regulars.api.told.conversations import COLUMNS
from regulars.conversations import queries
from regulars.conversations.found import found_by, look_for
from regulars.conversations.sidebar import holds_few, the_view
from regulars.conversations.viewing import meaning, written
from regulars.lib.refusal import refusal
from regulars.team.models import Agent
from regulars.team.permissions import Permission

router = Router(tags=["Conversations"])


@router.get("/conversations", response=shapes.PageOf[shapes.Conversation], summary="List or search conversations")
def list_conversations(request: HttpRequest, asked: Query[ConversationsAsked]) -> HttpResponse:
    """Newest activity first; with `search`, newest hit first."""
    agent, page = request.auth, {"after": cursors.read(asked.cursor), "limit": asked.limit, "only": COLUMNS}
    choice = _choice(asked, agent)
    if asked.search.strip():
        sought = look_for(asked.search, agent=agent)
        if sought.problems:
            raise refusal("search", " ".join(sought.problems))
        rows, next = found_by(sought, choice, agent=agent, **page)
    else:
        rows, next = queries.page(choice, agent=agent, **page)
    return told.page_of(reading.conversations(rows), cursors.written(next))


def _choice(asked: ConversationsAsked, agent: Agent) -> queries.Choice:
    narrowed = asked.model_dump(include={"status", "team", "inbox", "customer", "topic", "tag", "channel"})
    narrowed["assignee"] = (
        int(asked.assignee) if asked.assignee.isdigit() else agent.pk if asked.assignee == "me" else None
    )
    if not asked.view.isdigit():
        return _given(asked, narrowed)
    made = the_view(int(asked.view), agent=agent)
    if made is None or meaning(written(made.tree)).wrong:
        raise _unknown()
    narrowed["view"] = "unassigned" if asked.assignee == "none" else "all"
    return queries.choice_of(made, holds_few=holds_few(made, agent=agent), **narrowed)


def _given(asked: ConversationsAsked, narrowed: dict[str, Any]) -> queries.Choice:
    """One of the views that every house has, which are of open ones unless they or the question say otherwise."""
    if asked.view not in ("", *queries.VIEWS):
        raise _unknown()
    narrowed["status"] = asked.status or ("open" if asked.view else None)
    return queries.Choice(**narrowed, view="unassigned" if asked.assignee == "none" else asked.view or "all")


def _unknown() -> Exception:
    return refusal("view", "There is no such view, or what it asks about is gone: see GET /api/views.", "unknown")


@router.get("/conversations/{int:number}", response=shapes.WholeConversation, summary="Read a conversation")
def read_conversation(request: HttpRequest, number: int, asked: Query[MessagesAsked]) -> HttpResponse:
    """With its messages, oldest first, each with its `state`. Drafts are the asking agent's own."""
    return told.told(reading.whole_conversation(number, agent=request.auth, before=asked.before))


@router.post(
    "/conversations", auth=needing(Permission.REPLY), response={201: shapes.Conversation}, summary="Open a conversation"
)
def open_conversation(request: HttpRequest, given: NewConversation) -> HttpResponse:
    """With `from`, a customer wrote to us by a form or another program of yours; with `to`, we write first."""
    if (given.from_ is None) == (given.to is None):
        raise refusal("from", "Say either `from`, who wrote to us, or `to`, whom we write to.", "missing")
    if given.from_ is None:
        return now(request, opened_by_us(given, agent=request.auth).pk, status=201)
    opened, address = opened_by_customer(given, agent=request.auth)
    return told.told(told.conversation(opened, {opened.customer_id: address}), status=201)
