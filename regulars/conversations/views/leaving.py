"""Answers that have not left: when they leave, and taking them back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regulars.conversations.actions.schedule import schedule
from regulars.conversations.actions.send_now import send_now
from regulars.conversations.actions.take_back import take_back
from regulars.conversations.leaving import time_of
from regulars.conversations.models import Conversation, Delivery, Message
from regulars.conversations.views.answers import done, wrong
from regulars.team.guard import may
from regulars.team.permissions import Permission
from regulars.ui.moments import Times


@may(Permission.REPLY)
@require_POST
def take_it_back(request: HttpRequest, message_id: int) -> HttpResponse:
    """Turn it into a draft again."""
    message = _the_message(request, message_id)
    conversation = message.conversation
    try:
        take_back(message, by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    return done(
        request,
        conversation,
        says=_("Taken back. It was not sent."),
        more={"message:taken-back": {"conversation": conversation.pk}},
    )


@may(Permission.REPLY)
@require_POST
def send_it_now(request: HttpRequest, message_id: int) -> HttpResponse:
    """Wait no longer."""
    message = _the_message(request, message_id)
    try:
        send_now(message, by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{message.conversation_id}")
    return done(request, message.conversation, says=_("It is on its way."))


def schedule_as_asked(request: HttpRequest, message: Message) -> None:
    """With `send_at` in the form, it leaves then. Raises ValidationError("send_at")."""
    word = request.POST.get("send_at", "")
    if word:
        at = time_of(request.POST.get("picked_at", "") if word == "picked" else word)
        schedule(message, at=at, by=request.user, yields="yields" in request.POST)


def said(message: Message) -> dict[str, Any]:
    """What to tell of a message just written, and how to undo it."""
    delivery = Delivery.objects.filter(message=message).first()
    if delivery is None or delivery.due_at <= message.created_at:
        return {"says": ""}
    if not delivery.is_scheduled:
        return {"says": _("Sending…"), "undo": f"/messages/{message.pk}/take-back"}
    return {"says": _("It leaves on %s.") % Times().exact(delivery.due_at), "undo": f"/messages/{message.pk}/take-back"}


def _the_message(request: HttpRequest, message_id: int) -> Message:
    found = Message.objects.filter(
        conversation__in=Conversation.objects.visible_to(request.user), kind=Message.Kind.OUT
    )
    return get_object_or_404(found.select_related("conversation"), pk=message_id)
