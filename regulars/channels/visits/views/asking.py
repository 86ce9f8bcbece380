"""What a page says of who looks at it, and is told to show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from regulars.channels.chat.models import Line, Visitor, Widget
from regulars.channels.chat.origins import from_websites, given, visitor_asking, word
from regulars.channels.visits.actions.look import look
from regulars.channels.visits.actions.tell_outcome import OUTCOMES, tell_outcome
from regulars.channels.visits.following import following_of
from regulars.channels.visits.greeting import greetings_for, greetings_unkept, shown
from regulars.channels.visits.models import Greeting
from regulars.channels.visits.seen import read_seen


@from_websites("POST")
def visit(request: HttpRequest, widget: Widget) -> HttpResponse:
    """Somebody looks at a page. Of whom the widget does not follow, nothing is kept."""
    said, visitor = given(request), visitor_asking(request, widget)
    at, asks = read_seen(said), said.get("is_still") is not True  # a page that is looked at still was told before
    if visitor and said.get("may_keep") is True and following_of(widget).is_on:
        visit = look(visitor, at=at)
        greetings = greetings_for(visit) if asks else []
    else:
        greetings = greetings_unkept(widget, at, visitor=visitor) if asks else []
    return JsonResponse({"greetings": [shown(each) for each in greetings], "line": visitor and _unread(visitor)})


@from_websites("POST")
def told(request: HttpRequest, widget: Widget) -> HttpResponse:
    """A greeting was shown, clicked or dismissed there."""
    said = given(request)
    number, what = said.get("greeting"), word(said, "what")
    known = isinstance(number, int) and not isinstance(number, bool) and 0 < number < 2**63
    greeting = Greeting.objects.filter(pk=number, widget=widget).first() if known else None
    if greeting is None or what not in OUTCOMES:
        return HttpResponse(status=422)
    tell_outcome(greeting, what=what, visitor=visitor_asking(request, widget))
    return HttpResponse(status=204)


def _unread(visitor: Visitor) -> dict[str, Any] | None:
    """What we wrote to them last, unless they have read it."""
    last = (
        Line.objects.filter(visitor=visitor, is_ours=True)
        .select_related("message__agent")
        .order_by("-position")
        .first()
    )
    if last is None or last.read_at:
        return None
    agent = last.message.agent
    name = agent.first_name if agent else last.message.author_name
    return {"position": last.position, "name": name, "text": last.message.text[:300]}
