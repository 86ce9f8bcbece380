"""Why me? What the queues decided about a conversation, and what they would decide now."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from regulars.conversations.views.thread import the_conversation
from regulars.routing.queries import decisions_about, expected


@login_required
@require_GET
def why(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """For whoever may see the conversation."""
    conversation = the_conversation(request, conversation_id)
    facts = {"conversation": conversation, "now": expected(conversation), "decisions": decisions_about(conversation)}
    return render(request, "routing/pages/why.html", {"room": "inbox", **facts})
