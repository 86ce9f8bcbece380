"""Putting conversations away, taking them up again, and the statuses that the house has made for itself."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.set_status import set_status
from regulars.conversations.actions.snooze import snooze
from regulars.conversations.models import Conversation, NamedStatus
from regulars.conversations.models.named_status import Category
from regulars.conversations.snoozing import offered, until
from regulars.conversations.views.answers import done, wrong
from regulars.conversations.views.thread import the_conversation
from regulars.conversations.views.undoing import status_again
from regulars.team.guard import may
from regulars.team.permissions import Permission
from regulars.ui.moments import Times


@may(Permission.ORGANISE)
@require_http_methods(["GET", "POST"])
def put_away(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Snooze `until` one of the times that are offered, "picked" with `picked_at`, or "reply"; by the name `status`, if one is named.
    GET is the menu, with the statuses."""
    conversation = the_conversation(request, conversation_id)
    if request.method == "GET":
        shown = {
            "conversation": conversation,
            "offered": offered(request.user),
            "groups": _statuses(),
            "now": timezone.localtime(),
        }
        return render(request, "conversations/pages/_snooze.html", shown)
    undo = status_again(conversation)
    try:
        at = _put_away(request, conversation)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    says = (
        _("Put away until %s, or until the next reply.") % Times().exact(at)
        if at
        else _("Put away until the next reply.")
    )
    return done(request, conversation, says=says, **undo)


@transaction.atomic
def _put_away(request: HttpRequest, conversation: Conversation) -> datetime | None:
    at = until(request.POST.get("until", ""), request.POST.get("picked_at", ""), agent=request.user)
    if conversation.is_resolved:
        reopen(conversation, by=request.user)  # whoever waits, waits while it is put away as well
    snooze(conversation, until=at, by=request.user)
    if "status" in request.POST:
        set_status(conversation, status=_named(request), by=request.user)
    return at


@may(Permission.ORGANISE)
@require_POST
def wake(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Take up what was put away."""
    conversation = the_conversation(request, conversation_id)
    undo = status_again(conversation)
    reopen(conversation, by=request.user)
    return done(request, conversation, says=_("Open again."), **undo)


@may(Permission.ORGANISE)
@require_POST
def name_status(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Set the status by its id."""
    conversation = the_conversation(request, conversation_id)
    status = _named(request)
    undo = status_again(conversation)
    try:
        set_status(conversation, status=status, by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    return done(request, conversation, says=_("The status is “%s”.") % status, **undo)


def _named(request: HttpRequest) -> NamedStatus:
    number = request.POST.get("status", "")
    return get_object_or_404(NamedStatus, pk=int(number) if number.isdecimal() else 0)


def _statuses() -> list[tuple[str, list[NamedStatus]]]:
    """The names of the house, by category; categories without any are left out."""
    several = list(NamedStatus.objects.filter(retired_at=None))
    groups = [(category.label, [each for each in several if each.category == category]) for category in Category]
    return [(label, names) for label, names in groups if names]
