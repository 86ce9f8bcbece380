"""What an agent can be given: room, languages, skills."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.routing.forms import AgentForm
from regulars.team.actions.set_abilities import set_abilities
from regulars.team.guard import may
from regulars.team.models import Agent
from regulars.team.permissions import Permission


@may(Permission.QUEUES)
@require_http_methods(["GET", "POST"])
def one_agent(request: HttpRequest, agent_id: int) -> HttpResponse:
    """For admins: look, and change."""
    agent = get_object_or_404(Agent.objects.active(), pk=agent_id)
    form = AgentForm(request.POST or None, initial=AgentForm.written(agent))
    if request.method == "POST" and form.is_valid():
        try:
            set_abilities(agent, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%s is changed.") % agent)
            return redirect("routing:queues")
    shown = {"room": "settings", "page": "routing", "form": form, "title": str(agent)}
    return render(request, "routing/pages/one.html", shown, status=422 if form.errors else 200)
