"""The bell in the rail, its menu, and the page with everything that an agent was told."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from regulars.lib.numbers import number_in
from regulars.notifications import queries
from regulars.notifications.actions.see import see
from regulars.notifications.words import lines

IN_THE_MENU = 6


@login_required
@require_GET
def bell(request: HttpRequest) -> JsonResponse:
    """How much there is that the agent has not seen, as the bell says it, and in which conversations."""
    count, conversations = queries.unseen(request.user)
    said = f"{queries.MOST}+" if count > queries.MOST else str(count or "")
    return JsonResponse({"count": said, "conversations": conversations})


@login_required
@require_GET
def menu(request: HttpRequest) -> HttpResponse:
    """A fragment: the newest of it."""
    shown = {"lines": lines(queries.newest(request.user, limit=IN_THE_MENU))}
    return render(request, "notifications/pages/_menu.html", shown)


@login_required
@require_GET
def everything(request: HttpRequest) -> HttpResponse:
    """The newest hundred; with `unseen`, only what the agent has not looked at."""
    is_unseen = "unseen" in request.GET
    shown = {
        "room": "notifications",
        "is_unseen": is_unseen,
        "lines": lines(queries.newest(request.user, is_unseen=is_unseen, limit=100)),
    }
    return render(request, "notifications/pages/notifications.html", shown)


@login_required
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Seen: all of one `conversation`, one `notification`, or, with neither, everything."""
    asked = {name: number_in(request.POST.get(name, "")) for name in ("conversation", "notification")}
    see(request.user, **{name: number for name, number in asked.items() if number is not None})
    return HttpResponse(status=204) if request.htmx else redirect("notifications:everything")
