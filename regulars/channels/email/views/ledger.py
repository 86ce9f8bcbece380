"""For admins: every letter that reached us, and what became of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from regulars.channels.email.actions.retry_letter import retry_letter
from regulars.channels.email.models import InboundLetter
from regulars.channels.email.queries import ledger
from regulars.channels.email.views.originals import as_file
from regulars.team.views.people import for_admins

PAGE = 50
State = InboundLetter.State


@for_admins
@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """The newest first; `state` chooses."""
    state, before = request.GET.get("state", ""), request.GET.get("before", "")[:18]
    rows = ledger(state=state, before=int(before) if before.isdecimal() else None, limit=PAGE)
    facts = {"rows": rows, "state": state, "states": State.choices, "room": "settings", "page": "letters"}
    facts |= {"older": rows[-1].letter.pk if len(rows) == PAGE else None, "before": before}
    return render(request, "channels/email/pages/letters.html", facts)


@for_admins
@require_GET
def original(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The letter as it came."""
    letter = get_object_or_404(InboundLetter.objects.select_related("raw"), pk=letter_id)
    return as_file(bytes(letter.raw.content), name=f"letter-{letter.pk}.eml")


@for_admins
@require_POST
def retry(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Take it once more."""
    retry_letter(get_object_or_404(InboundLetter, pk=letter_id), by=request.user)
    return redirect(f"/settings/letters?state={request.POST.get('state', '')}")
