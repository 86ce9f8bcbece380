"""What a widget on somebody's page asks."""

from __future__ import annotations

import logging
import re

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse

from regulars.channels.chat import limits
from regulars.channels.chat.actions.keep_frame import keep_frame
from regulars.channels.chat.actions.meet_visitor import meet_visitor
from regulars.channels.chat.actions.see import see
from regulars.channels.chat.actions.take_frames import take_frames
from regulars.channels.chat.actions.tell_address import tell_address
from regulars.channels.chat.models import Visitor, Widget
from regulars.channels.chat.origins import by_visitor, from_websites, given, place, slower, word
from regulars.channels.chat.standing import standing
from regulars.channels.chat.tokens import token_of

log = logging.getLogger(__name__)
CLIENT_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


@from_websites("GET")
def about(_request: HttpRequest, widget: Widget) -> HttpResponse:
    """What the façade and the panel show before anybody writes."""
    response = JsonResponse(standing(widget))
    response.headers["Cache-Control"] = "private, max-age=60"
    return response


@from_websites("POST")
def meet(request: HttpRequest, widget: Widget) -> HttpResponse:
    """A token for a new visitor, or for whoever the shop says that this is."""
    signed = word(given(request), "identity")
    if not signed and (wait := limits.meeting.wait(place(request))):  # whoever is signed in comes anew with each page
        return slower(wait)
    visitor = meet_visitor(widget, signed=signed)
    return JsonResponse({"token": token_of(visitor), "address": visitor.address}, status=201)


@from_websites("POST")
@by_visitor
def write(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """A message, under an id that the page gave it: answered once it is written down, and one message however often it is sent."""
    client_id = request.headers.get("Idempotency-Key", "") or word(given(request), "id", limit=65)
    if not CLIENT_ID.fullmatch(client_id):
        return JsonResponse({"errors": {"id": ["8 to 64 of A-Z a-z 0-9 -"]}}, status=422)
    if wait := limits.writing_there.wait(place(request)) or limits.writing.wait(visitor.pk):
        return slower(wait)
    is_new = keep_frame(visitor, client_id=client_id, body=request.body)
    try:
        take_frames(visitor)
    except DatabaseError:  # it is kept: the worker takes it
        log.warning("chat: a frame is left to the worker", exc_info=True)
    return JsonResponse({"id": client_id, "is_new": is_new}, status=202)


@from_websites("POST")
@by_visitor
def seen(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The panel has our lines up to a position, or they were read."""
    said = given(request)
    position = said.get("position")
    if not isinstance(position, int) or not 0 <= position < 2**31:
        return HttpResponse(status=422)
    see(visitor, position=position, is_read=said.get("is_read") is True)
    return HttpResponse(status=204)


@from_websites("POST")
@by_visitor
def address(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Where answers reach them when they are gone."""
    said = given(request)
    tell_address(visitor, address=word(said, "address"), name=word(said, "name"))
    return HttpResponse(status=204)
