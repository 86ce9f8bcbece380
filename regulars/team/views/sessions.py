"""Where somebody is signed in: agents see and end their own sessions, those who manage people end anybody's."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.team.actions.end_sessions import end_sessions
from regulars.team.actions.reset_factors import reset_factors
from regulars.team.devices import device_words
from regulars.team.guard import may, refuse_beyond
from regulars.team.models import Agent, Session
from regulars.team.permissions import Permission


@login_required
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Your own, the newest first."""
    found = Session.objects.filter(agent=request.user, expire_date__gt=timezone.now()).order_by("-seen_at")
    rows = [(each, device_words(each.device), _number(each), each.pk == request.session.session_key) for each in found]
    return render(request, "team/pages/sessions.html", {"room": "settings", "page": "sessions", "rows": rows})


@login_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one of your own, named by when it began, or all others."""
    here = request.session.session_key
    if "others" in request.POST:
        ended = end_sessions(request.user, by=request.user, but=here)
    else:
        number = request.POST.get("session", "")
        found = [
            each.pk for each in Session.objects.filter(agent=request.user).exclude(pk=here) if _number(each) == number
        ]
        ended = end_sessions(request.user, by=request.user, only=found[0]) if found else 0
    messages.success(request, _("Signed out there.") if ended else _("It had ended already."))
    return redirect("team:sessions")


@may(Permission.PEOPLE)
@require_POST
def end_theirs(request: HttpRequest, agent_id: int) -> HttpResponse:
    """Sign a colleague out everywhere; with `factors`, also take away the second factors that they have lost."""
    agent = get_object_or_404(Agent, pk=agent_id)
    try:
        refuse_beyond(agent, by=request.user)
        if "factors" in request.POST:
            reset_factors(agent, by=request.user)
        end_sessions(agent, by=request.user)
        messages.success(request, _("%s is signed out everywhere.") % agent)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("team:people")


def _number(session: Session) -> str:
    """Names a session to its agent without giving its key away."""
    return str(int(session.began_at.timestamp() * 1000))
