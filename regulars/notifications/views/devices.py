"""Browsers that ring."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from regulars.notifications.actions.subscribe import subscribe
from regulars.notifications.actions.unsubscribe import unsubscribe
from regulars.notifications.pushing import public_key


@login_required
@require_http_methods(["GET", "POST"])
def devices(request: HttpRequest) -> JsonResponse:
    """GET: the key with which a browser subscribes. POST: its subscription (`endpoint`, `p256dh`, `auth`), or, with `end`, no more of it."""
    if request.method == "GET":
        return JsonResponse({"key": public_key()})
    endpoint = request.POST.get("endpoint", "")
    if "end" in request.POST:
        return JsonResponse({"ended": unsubscribe(request.user, endpoint=endpoint)})
    facts = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth", "name")}
    try:
        subscribe(request.user, **facts)
    except ValidationError as error:
        return JsonResponse({"errors": error.message_dict}, status=422)
    return JsonResponse({"rings": True}, status=201)


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The script that a browser keeps, and wakes when something is pushed to it."""
    return render(request, "notifications/pages/worker.js", content_type="text/javascript; charset=utf-8")
