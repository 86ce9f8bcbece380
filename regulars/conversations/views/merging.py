"""Bringing conversations together, and taking them apart."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.conversations.actions.decline import decline
from regulars.conversations.actions.merge import merge
from regulars.conversations.actions.unmerge import unmerge
from regulars.conversations.models import Conversation
from regulars.conversations.related import links, may_be_merged_into
from regulars.conversations.views.answers import done, wrong
from regulars.conversations.views.thread import the_conversation
from regulars.lib.refusal import refusal
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.MERGE)
@require_http_methods(["GET", "POST"])
def bring_together(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Merge into the conversation that `into` names by its number. GET is the menu of those it may be."""
    conversation = the_conversation(request, conversation_id)
    if request.method == "GET":
        others = may_be_merged_into(conversation, agent=request.user)
        parts = [link for link in links(conversation) if link.is_part]
        return render(request, "conversations/pages/_merge.html", {"conversation": conversation, "others": others, "parts": parts})
    try:
        into = merge(conversation, into=_named(request), by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    messages.success(request, _("#%(number)s is part of this now.") % {"number": conversation.pk})
    return _led_to(request, into.pk)


@may(Permission.MERGE)
@require_POST
def take_apart(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Take this conversation out of the one it was merged into."""
    conversation = the_conversation(request, conversation_id)
    unmerge(conversation, by=request.user)
    messages.success(request, _("#%s stands by itself again.") % conversation.pk)
    return _led_to(request, conversation.pk)


@may(Permission.MERGE)
@require_POST
def not_this(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """It does not belong where we thought."""
    conversation = the_conversation(request, conversation_id)
    decline(conversation)
    return HttpResponse("") if request.htmx else done(request, conversation, says="")


def _named(request: HttpRequest) -> Conversation:
    digits = request.POST.get("into", "").strip().removeprefix("#")
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0
    found = Conversation.objects.visible_to(request.user).filter(pk=number).first()
    if found is None:
        raise refusal("into", _("There is no conversation #%s.") % (digits or "?"), "unknown")
    return found


def _led_to(request: HttpRequest, number: int) -> HttpResponse:
    address = f"/inbox/{number}"
    return HttpResponse(status=204, headers={"HX-Redirect": address}) if request.htmx else redirect(address)
