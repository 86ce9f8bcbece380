"""Bringing conversations together, and taking them apart."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.conversations.actions.decline import decline
from regulars.conversations.actions.merge import merge
from regulars.conversations.actions.unmerge import unmerge
from regulars.conversations.models import Checklist
from regulars.conversations.related import links, may_be_merged_into
from regulars.conversations.views.answers import done, wrong
from regulars.conversations.views.asking import named
from regulars.conversations.views.leading import led_to
from regulars.conversations.views.thread import the_conversation
from regulars.team.guard import allow, may
from regulars.team.permissions import Permission


@may(Permission.MERGE, Permission.ORGANISE, Permission.REPLY)
@require_http_methods(["GET", "POST"])
def bring_together(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Merge into the conversation that `into` names by its number. GET is the menu of those it may be, and of what else may be done."""
    conversation = the_conversation(request, conversation_id)
    if request.method == "GET":
        others = may_be_merged_into(conversation, agent=request.user)
        several = links(conversation)
        shown = {
            "parts": [link for link in several if link.is_part],
            "splits": [link for link in several if link.unsplits],
        }
        shown |= {
            "conversation": conversation,
            "others": others,
            "lists": Checklist.objects.all(),
            "rights": request.user.rights,
        }
        return render(request, "conversations/pages/_merge.html", shown)
    allow(request.user, Permission.MERGE)
    try:
        into = merge(conversation, into=named(request, "into"), by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    says = _("#%(number)s is part of this now.") % {"number": conversation.pk}
    return led_to(request, into.pk, says=says, undo=f"/conversations/{conversation.pk}/unmerge")


@may(Permission.MERGE)
@require_POST
def take_apart(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Take this conversation out of the one it was merged into."""
    conversation = the_conversation(request, conversation_id)
    unmerge(conversation, by=request.user)
    return led_to(request, conversation.pk, says=_("#%s stands by itself again.") % conversation.pk)


@may(Permission.MERGE)
@require_POST
def not_this(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """It does not belong where we thought."""
    conversation = the_conversation(request, conversation_id)
    decline(conversation, by=request.user)
    return HttpResponse("") if request.htmx else done(request, conversation, says="")
