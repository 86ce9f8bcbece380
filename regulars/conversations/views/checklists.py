"""The checklist of a conversation."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.conversations.actions.add_checklist import add_checklist
from regulars.conversations.actions.add_item import add_item
from regulars.conversations.actions.remove_items import remove_items
from regulars.conversations.actions.tick import tick
from regulars.conversations.actions.untick import untick
from regulars.conversations.checklists import items_of
from regulars.conversations.models import Checklist, ChecklistItem, Conversation
from regulars.conversations.views.answers import done, wrong
from regulars.conversations.views.thread import the_conversation
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.ORGANISE)
@require_http_methods(["GET", "POST"])
def checklist(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Add a `checklist` by its id, or one `item`. GET is the menu: what is to be done, and what may be added."""
    conversation = the_conversation(request, conversation_id)
    if request.method == "GET":
        shown = {"conversation": conversation, "items": items_of(conversation), "lists": Checklist.objects.all()}
        return render(request, "conversations/pages/_checklist.html", shown)
    before = {item.pk for item in items_of(conversation)}
    number = request.POST.get("checklist", "")
    try:
        if number.isdecimal():
            add_checklist(conversation, checklist=get_object_or_404(Checklist, pk=int(number)), by=request.user)
        else:
            add_item(conversation, text=request.POST.get("item", ""), by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    new = [item.pk for item in items_of(conversation) if item.pk not in before]
    undo = {"undo": f"/conversations/{conversation.pk}/checklist/remove", "values": {"items": new}} if new else {}
    return done(request, conversation, says=_("It is on the checklist."), **undo)


@may(Permission.ORGANISE)
@require_POST
def tick_off(request: HttpRequest, item_id: int) -> HttpResponse:
    """Done, or with `on` = 0 not done after all. Answers with the menu as it is now."""
    item = get_object_or_404(ChecklistItem, pk=item_id, conversation__in=Conversation.objects.visible_to(request.user))
    (tick if request.POST.get("on") != "0" else untick)(item, by=request.user)
    return done(request, item.conversation, says="", more={"checklist:changed": {}})


@may(Permission.ORGANISE)
@require_POST
def take_off(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Take `items` off by their ids."""
    conversation = the_conversation(request, conversation_id)
    remove_items(
        conversation, items=[int(each) for each in request.POST.getlist("items") if each.isdecimal()], by=request.user
    )
    return done(request, conversation, says=_("It is off the checklist."), more={"checklist:changed": {}})
