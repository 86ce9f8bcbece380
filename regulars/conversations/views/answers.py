"""How acts answer: pages that stay open are told what changed and what to say; others are led back."""

from __future__ import annotations

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from regulars.conversations.models import Conversation


def done(
    request: HttpRequest,
    conversation: Conversation,
    *,
    says: str,
    undo: str = "",
    values: dict[str, object] | None = None,
    more: dict[str, object] | None = None,
) -> HttpResponse:
    """It is done. Says so, offers to undo it by posting `values` to `undo`, and lets open pages look anew and hear `more`."""
    if not stays(request):
        if says:
            messages.success(request, says)
        return redirect(f"/inbox/{conversation.pk}")
    heard: dict[str, object] = {f"live:conversation:{conversation.pk}": {}, "live:inbox": {}, **(more or {})}
    if says:
        heard["toast"] = {"says": says, "undo": undo, "values": values or {}}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(heard)})


def wrong(request: HttpRequest, error: ValidationError, *, back: str) -> HttpResponse:
    """It cannot be done; nothing was changed. Names the fields."""
    errors = error.message_dict
    if stays(request):
        said = [each for several in errors.values() for each in several]
        return JsonResponse(
            {"errors": errors}, status=422, headers={"HX-Trigger": json.dumps({"toast": {"says": " ".join(said)}})}
        )
    for several in errors.values():
        for each in several:
            messages.error(request, each)
    return redirect(back)


def stays(request: HttpRequest) -> bool:
    """Whether the page stays open and hears what is answered."""
    return bool(request.htmx) or request.headers.get("Accept") == "application/json"
