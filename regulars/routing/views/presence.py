"""Whether you are at the desk."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from regulars.team.actions.set_presence import set_presence
from regulars.team.models import Presence


@login_required
@require_http_methods(["GET", "POST"])
def presence(request: HttpRequest) -> HttpResponse:
    """A fragment for the menu of the rail: online, away or offline. POST chooses."""
    if request.method == "POST":
        try:
            set_presence(request.user, state=request.POST.get("state", ""), by=request.user)
        except ValidationError as error:
            return HttpResponse(" ".join(error.messages), status=422)
    row = Presence.objects.filter(pk=request.user.pk).first()
    state = row.state if row else Presence.State.OFFLINE
    return render(
        request, "routing/pages/_presence.html", {"presence": row, "state": state, "states": Presence.State.choices}
    )
