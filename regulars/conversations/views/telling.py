"""What an agent is told while they look at something else."""

from __future__ import annotations

import json
from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from regulars.conversations.events import TeamTold
from regulars.conversations.models import Conversation, Message
from regulars.customers.actor import Actor
from regulars.customers.models import TimelineEvent
from regulars.customers.timeline import position
from regulars.lib.texts import one_line
from regulars.team.models import Agent

LATELY = timedelta(minutes=1)
LOOKED_AT = 5000  # of the newest events: whoever is told looks at once


@login_required
@require_GET
def told(request: HttpRequest) -> HttpResponse:
    """The newest word for this agent, as a toast that leads to its conversation, once; nothing when there is none of late."""
    newest = TimelineEvent.objects.filter(
        pk__gt=position() - LOOKED_AT, kind=TeamTold.kind, at__gt=timezone.now() - LATELY
    )
    event = (
        newest.filter(facts__agents__contains=request.user.pk)
        .exclude(by=str(Actor.of(request.user)))
        .order_by("-pk")
        .first()
    )
    if event is None or event.pk <= request.session.get("told", 0):
        return HttpResponse(status=204)
    request.session["told"] = event.pk  # once, on whichever page comes first
    word = _word(event, request.user)
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"toast": word})} if word else {})


def _word(event: TimelineEvent, agent: Agent) -> dict[str, str] | None:
    seen = Conversation.objects.visible_to(agent).filter(pk=event.facts["conversation"]).exists()
    note = Message.objects.filter(pk=event.facts["message"]).first() if seen else None
    if note is None:
        return None
    here = note.conversation_id
    return {
        "says": f"{note.author_name}: {one_line(note.text, limit=140)}",
        "open": f"/inbox/{here}",
        "label": f"#{here}",
    }
