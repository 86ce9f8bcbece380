"""What the assistant has done, and what that cost."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from regulars.assistant.asking import this_month
from regulars.assistant.models import Provider
from regulars.assistant.usage import answers_by_outcome, days, newest_answers
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.AUTOMATION)
@require_GET
def usage(request: HttpRequest) -> HttpResponse:
    """The last thirty days."""
    shown = {
        "room": "settings",
        "page": "assistant",
        "provider": Provider.current(),
        "month": this_month(),
        "days": days(),
        "outcomes": answers_by_outcome(),
        "answers": newest_answers(request.user),
    }
    return render(request, "assistant/pages/usage.html", shown)
