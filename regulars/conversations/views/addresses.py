"""Addresses that nothing is sent to, and sending to them again."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.conversations.actions.allow import allow
from regulars.conversations.models import SuppressedAddress
from regulars.conversations.why import why_in_words
from regulars.lib.texts import storable
from regulars.team.guard import may
from regulars.team.permissions import Permission

PAGE = 100


@login_required
@require_GET
def suppressed(request: HttpRequest) -> HttpResponse:
    """Those that are stopped, the newest first; `words` looks for some."""
    words = storable(request.GET.get("words", "")).strip()
    found = SuppressedAddress.objects.filter(allowed_at=None).select_related("message").order_by("-since", "-pk")
    shown = found.filter(address__icontains=words) if words else found
    rows = [(each, *why_in_words(each.status, each.reason)) for each in shown[:PAGE]]
    facts = {"rows": rows, "words": words, "is_cut": len(rows) == PAGE, "room": "settings", "page": "suppressed"}
    return render(request, "conversations/pages/suppressed.html", facts)


@may(Permission.REPLY)
@require_POST
def allow_again(request: HttpRequest) -> HttpResponse:
    """Letters to this address go out again. Whoever is writing stays where they are."""
    address = request.POST.get("address", "")
    says = (
        _("Letters to %s go out again.") if allow(address, by=request.user) else _("Letters to %s go out.")
    ) % address
    if not request.htmx:
        messages.success(request, says)
        return redirect("conversations:suppressed")
    heard = {"toast": {"says": says, "undo": "", "values": {}}, "address:allowed": {"address": address}}
    return HttpResponse(headers={"HX-Trigger": json.dumps(heard)})
