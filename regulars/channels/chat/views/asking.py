"""What a widget on somebody's page asks."""

from __future__ import annotations

import logging
import re

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse

from regulars.channels.chat import limits
from regulars.channels.chat.actions.end import end
from regulars.channels.chat.actions.keep_file import keep_file
from regulars.channels.chat.actions.keep_frame import keep_frame
from regulars.channels.chat.actions.meet_visitor import meet_visitor
from regulars.channels.chat.actions.rate import rate
from regulars.channels.chat.actions.see import see
from regulars.channels.chat.actions.send_transcript import send_transcript
from regulars.channels.chat.actions.take_frames import take_frames
from regulars.channels.chat.actions.tell_address import tell_address
from regulars.channels.chat.actions.tell_typing import tell_typing
from regulars.channels.chat.files import file_behind
from regulars.channels.chat.models import Visitor, Widget
from regulars.channels.chat.origins import by_visitor, from_websites, given, slower, word
from regulars.channels.chat.points import points_of
from regulars.channels.chat.standing import standing
from regulars.channels.chat.tokens import token_of
from regulars.conversations.views.letters import file_response
from regulars.lib.throttle import asked_from

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
    # Whoever is signed in comes anew with each page.
    if not signed and (wait := limits.meeting.wait(asked_from(request))):
        return slower(wait)
    visitor = meet_visitor(widget, signed=signed)
    return JsonResponse({"token": token_of(visitor), "address": visitor.address, "name": visitor.name}, status=201)


@from_websites("POST")
@by_visitor
def write(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """A message, under an id that the page gave it: answered once it is written down, and one message however often it is sent."""
    client_id = request.headers.get("Idempotency-Key", "") or word(given(request), "id", limit=65)
    if not CLIENT_ID.fullmatch(client_id):
        return JsonResponse({"errors": {"id": ["8 to 64 of A-Z a-z 0-9 -"]}}, status=422)
    if wait := limits.writing_there.wait(asked_from(request)) or limits.writing.wait(visitor.pk):
        return slower(wait)
    is_new = keep_frame(visitor, client_id=client_id, body=request.body)
    try:
        take_frames(visitor)
    except DatabaseError:  # it is kept: the worker takes it
        log.warning("chat: a frame is left to the worker", exc_info=True)
    return JsonResponse({"id": client_id, "is_new": is_new}, status=202)


@from_websites("POST", largest=limits.LARGEST_FILE)
@by_visitor
def send_file(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The bytes of a file for a message to come, under an id that the page gave it: kept once, however often they are sent."""
    client_id = request.GET.get("id", "")
    if not CLIENT_ID.fullmatch(client_id):
        return JsonResponse({"errors": {"id": ["8 to 64 of A-Z a-z 0-9 -"]}}, status=422)
    if wait := limits.sending_files_there.wait(asked_from(request)) or limits.sending_files.wait(visitor.pk):
        return slower(wait)
    kind = (request.content_type or "").lower()
    is_new = keep_file(
        visitor, client_id=client_id, name=request.GET.get("name", ""), content=request.body, content_type=kind
    )
    return JsonResponse({"id": client_id, "is_new": is_new}, status=201)


@from_websites("GET")
def file(_request: HttpRequest, widget: Widget, token: str) -> HttpResponse:
    """A file of a visitor's talk, by the signed address that their panel was given."""
    found = file_behind(token, widget=widget.pk)
    if found is None:
        return HttpResponse(status=404)
    kind = found.content_type if found.is_image else "application/octet-stream"
    response = file_response(found, as_attachment=not found.is_image, content_type=kind)
    response.headers["Referrer-Policy"] = "no-referrer"  # whoever has the address has the file
    return response


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
def points(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """What they have with us, when the shop says who they are."""
    language = word(given(request), "language", limit=16) or visitor.widget.language
    response = JsonResponse(points_of(visitor, language=language or "en"))
    response.headers["Cache-Control"] = "private, no-store"
    return response


@from_websites("POST")
@by_visitor
def typing(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Somebody writes, or has stopped."""
    tell_typing(visitor, is_typing=given(request).get("is_typing") is True)
    return HttpResponse(status=204)


@from_websites("POST")
@by_visitor
def finish(_request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The visitor needs nothing more."""
    end(visitor)
    return HttpResponse(status=204)


@from_websites("POST")
@by_visitor
def rating(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Whether it was good, and why."""
    said = given(request)
    if not isinstance(said.get("is_good"), bool):
        return HttpResponse(status=422)
    if wait := limits.writing.wait(visitor.pk):  # the team reads each word as a note
        return slower(wait)
    rate(visitor, is_good=said["is_good"], comment=word(said, "comment"))
    return HttpResponse(status=204)


@from_websites("POST")
@by_visitor
def transcript(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The chat, by mail."""
    if wait := limits.mailing_there.wait(asked_from(request)) or limits.mailing.wait(visitor.pk):
        return slower(wait)
    send_transcript(visitor, language=visitor.widget.language)
    return JsonResponse({"address": visitor.address}, status=202)


@from_websites("POST")
@by_visitor
def address(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Where answers reach them when they are gone."""
    said = given(request)
    tell_address(visitor, address=word(said, "address"), name=word(said, "name"))
    return HttpResponse(status=204)
