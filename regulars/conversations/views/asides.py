"""Asking somebody else about a conversation, and reading what they answered beside it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from regulars.conversations import composing
from regulars.conversations.actions.begin_aside import begin_aside
from regulars.conversations.asides import asides_of
from regulars.conversations.models import Conversation
from regulars.conversations.rows import chip
from regulars.conversations.showing import items
from regulars.conversations.views.answers import done, wrong
from regulars.conversations.views.asking import asked, choices_among, numbers
from regulars.conversations.views.thread import the_conversation
from regulars.team.guard import may
from regulars.team.permissions import Permission
from regulars.ui.moments import moment

NEWEST = 20  # messages of each that are shown beside the conversation; all are on its own page


@may(Permission.REPLY)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Ask somebody else: `to`, `subject`, `text`, messages to quote and files to send along. GET asks for them."""
    conversation = the_conversation(request, conversation_id)
    if request.method == "GET":
        offered = choices_among(conversation, with_notes=False)
        return asked(request, "aside", conversation, offered=offered, client_key=composing.fresh_key())
    words = {name: request.POST.get(name, "") for name in ("to", "subject", "text")}
    words["client_key"] = request.POST.get("client_key", "")[:64]
    chosen = {"quotes": numbers(request, "quotes"), "files": numbers(request, "files")}
    uploaded = composing.read_files(request.POST, agent=request.user)
    try:
        side = begin_aside(conversation, **words, **chosen, attachments=uploaded, by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/conversations/{conversation.pk}/ask")
    return done(
        request,
        conversation,
        says=_("%s is asked. The answer comes here.") % side.customer,
        more={"asides:changed": {}},
    )


@login_required
@require_GET
def asides(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """A fragment: whom we have asked about it, and what was said."""
    conversation = the_conversation(request, conversation_id)
    visible = (
        asides_of(conversation)
        .filter(pk__in=Conversation.objects.visible_to(request.user))
        .select_related("customer", "assignee", "named_status")
    )
    cards = [_card(each) for each in visible]
    return render(
        request,
        "conversations/pages/_asides.html",
        {"conversation": conversation, "cards": cards, "rights": request.user.rights},
    )


def _card(side: Conversation) -> dict[str, object]:
    found = (
        side.messages.select_related("delivery")
        .prefetch_related("attachments", "delivery__outcomes")
        .order_by("-position")
    )
    messages = list(found[:NEWEST])[::-1]
    return {
        "side": side,
        "chip": chip(side),
        "items": items(messages, []),
        "when": moment(side.last_activity_at),
        "is_answered": not side.is_ours_last,
        "client_key": composing.fresh_key(),
        "seen": messages[-1].position if messages else 0,
    }
