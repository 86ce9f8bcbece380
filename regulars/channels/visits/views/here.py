"""For whoever answers: who is on our pages now, and where the one is who wrote."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from regulars.channels.visits.actions.write_first import write_first
from regulars.channels.visits.models import Following, Visit
from regulars.channels.visits.queries import here_now, row_of, visit_beside, visits_for
from regulars.conversations.models import Conversation
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "visitors"}


@login_required
@require_GET
def visitors(request: HttpRequest) -> HttpResponse:
    """All who are there; `now`, a fragment, is asked again and again."""
    shown = {"rows": here_now(request.user), "is_followed": Following.objects.filter(is_on=True).exists()}
    page = "visits/pages/_here.html" if request.headers.get("HX-Target") == "here" else "visits/pages/here.html"
    return render(request, f"channels/{page}", ROOM | shown)


@login_required
@require_GET
def one(request: HttpRequest, visit_id: int) -> HttpResponse:
    """The pages of a visit, and room for a few words to whoever it is."""
    return _page(request, _visit(request, visit_id))


@may(Permission.REPLY)
@require_POST
def write(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Say something to them first. It goes on in the conversation."""
    visit = _visit(request, visit_id)
    try:
        conversation = write_first(visit.visitor, text=request.POST.get("text", ""), by=request.user)
    except ValidationError as error:
        return _page(request, visit, wrong=" ".join(error.messages))
    return redirect("conversations:thread", conversation.pk)


@login_required
@require_GET
def beside(request: HttpRequest, number: int) -> HttpResponse:
    """A fragment beside a conversation: where its visitor is."""
    conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=number)
    visit = visit_beside(conversation) if conversation.channel == "chat" else None
    shown = {"number": number, "row": visit and row_of(visit)}
    return render(request, "channels/visits/pages/_beside.html", shown)


def _visit(request: HttpRequest, visit_id: int) -> Visit:
    return get_object_or_404(visits_for(request.user), pk=visit_id)


def _page(request: HttpRequest, visit: Visit, *, wrong: str = "") -> HttpResponse:
    shown = {"row": row_of(visit), "wrong": wrong, "text": request.POST.get("text", "")}
    return render(request, "channels/visits/pages/visit.html", ROOM | shown, status=422 if wrong else 200)
