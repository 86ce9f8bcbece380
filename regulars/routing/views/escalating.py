"""Handing a conversation over to a higher level of support."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.conversations.views.answers import done, wrong
from regulars.conversations.views.thread import the_conversation
from regulars.conversations.views.undoing import owners_again
from regulars.lib.numbers import number_in
from regulars.routing.actions.escalate import escalate, higher_teams
from regulars.team.guard import may
from regulars.team.models import Team
from regulars.team.permissions import Permission


@may(Permission.ORGANISE)
@require_http_methods(["GET", "POST"])
def hand_up(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Escalate, with a `note`, to the `team` by its id. GET is the menu that asks for both."""
    conversation = the_conversation(request, conversation_id)
    if request.method == "GET":
        shown = {"conversation": conversation, "teams": higher_teams(conversation)}
        return render(request, "routing/pages/_escalate.html", shown)
    given = number_in(request.POST.get("team", ""))
    team = None if given is None else get_object_or_404(Team, pk=given)
    before = owners_again(conversation)
    try:
        escalate(conversation, note=request.POST.get("note", ""), team=team, by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    undo = f"/conversations/{conversation.pk}/assign"
    return done(request, conversation, says=_("Escalated."), undo=undo, values=before)
