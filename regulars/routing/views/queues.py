"""Settings → Routing: each team's queue, how it is given out, who is there, and what was decided last."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from regulars.routing.actions.arrange import arrange
from regulars.routing.actions.save_queue_rules import save_queue_rules
from regulars.routing.forms import QueueForm, QueueRulesForm
from regulars.routing.models import QueueRules
from regulars.routing.queries import newest_decisions, queue_of
from regulars.team.guard import may
from regulars.team.models import Team
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "routing"}


@may(Permission.QUEUES)
@require_GET
def queues(request: HttpRequest) -> HttpResponse:
    """All of them, as they are now."""
    facts = {
        "queues": [queue_of(team) for team in Team.objects.order_by("name")],
        "decisions": newest_decisions(),
        "rules": QueueRules.current(),
    }
    return render(request, "routing/pages/queues.html", ROOM | facts)


@may(Permission.QUEUES)
@require_http_methods(["GET", "POST"])
def one_queue(request: HttpRequest, team_id: int) -> HttpResponse:
    """How a team's queue is given out."""
    team = get_object_or_404(Team, pk=team_id)
    name, form = team.name, QueueForm(request.POST or None, instance=team)
    if request.method == "POST" and form.is_valid():
        try:
            arrange(Team(pk=team_id), **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The queue of %s is kept.") % name)
            return redirect("routing:queues")
    facts = {"form": form, "title": _("The queue of %s") % name}
    return render(request, "routing/pages/one.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.QUEUES)
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """What holds for all queues: how much room things take, which tiers go ahead, how long decisions are kept."""
    form = QueueRulesForm(request.POST or None, instance=QueueRules.current())
    if request.method == "POST" and form.is_valid():
        save_queue_rules(form.instance, by=request.user)
        messages.success(request, _("What holds for all queues is kept."))
        return redirect("routing:queues")
    facts = {"form": form, "title": _("What holds for all queues")}
    return render(request, "routing/pages/one.html", ROOM | facts, status=422 if form.errors else 200)
