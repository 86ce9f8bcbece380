"""The door for what people do: as Segment's libraries speak, so that these need another address and nothing else."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from regulars.behaviour.actions.keep_arrival import keep_arrival, keep_refused
from regulars.behaviour.models import Source
from regulars.behaviour.reading import KINDS, NotAMessage, cleaned, moment, read
from regulars.lib.throttle import Throttle, asked_from

LARGEST = 512 * 1024  # bytes of one request, unpacked
MOST = 2500  # messages of one request
MOST_TOLD = 20  # of those that are wrong
calling = Throttle(per_second=200, burst=2000)  # of a server, by its key
looking = Throttle(per_second=5, burst=100)  # of a browser, by where it is


class Refused(ValueError):
    """Why a request is not taken, and the status that says so."""

    def __init__(self, status: int, why: str, **more: Any) -> None:
        super().__init__(why)
        self.status, self.more = status, more


@csrf_exempt  # nothing here listens to a cookie
def take(request: HttpRequest, what: str) -> HttpResponse:
    """identify, track, page, screen, group, alias, or a batch of them. Answered once they are written down."""
    try:
        answer = _taken(request, what) if request.method != "OPTIONS" else HttpResponse(status=204)
    except Refused as refused:
        answer = JsonResponse({"success": False, "message": str(refused), **refused.more}, status=refused.status)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Allow-Headers"] = "authorization, content-type"
    answer.headers["Access-Control-Allow-Methods"] = "POST"
    answer.headers["Access-Control-Max-Age"] = "86400"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _taken(request: HttpRequest, what: str) -> HttpResponse:
    if request.method != "POST":
        raise Refused(405, "Send it by POST.")
    kind = KINDS.get(what, what)
    if kind not in (*KINDS.values(), "batch", "b", "import"):
        raise Refused(404, "identify, track, page, screen, group, alias or batch")
    given = _given(request)
    source = _source(request, given)
    _not_too_often(request, source)
    if source.kind == Source.Kind.WEBSITE and _wants_privacy(request):
        return JsonResponse({"success": True})
    good, wrong = _told_apart(_messages(given, kind), source)
    if not good:
        raise Refused(400, wrong[0], errors=wrong)
    keep_arrival(source, messages=good, sent_at=moment(given.get("sentAt")))
    if wrong:
        keep_refused(source, why="; ".join(wrong))
    return JsonResponse({"success": True} | ({"errors": wrong} if wrong else {}))


def _given(request: HttpRequest) -> dict[str, Any]:
    if (
        not (request.META.get("CONTENT_LENGTH") or "0").isdecimal()
        or int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST
    ):
        raise Refused(413, f"A request has at most {LARGEST} bytes.")
    body = request.body
    if request.headers.get("Content-Encoding", "").lower() == "gzip":
        body = _unpacked(body)
    try:
        given = cleaned(json.loads(body, parse_constant=_no_number))
    except NotAMessage as error:
        raise Refused(400, str(error)) from None
    except (ValueError, RecursionError):
        raise Refused(400, "This is no JSON.") from None
    if not isinstance(given, dict):
        raise Refused(400, "A request is an object.")
    return given


def _unpacked(body: bytes) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacking.decompress(body, LARGEST + 1)
    except zlib.error:
        raise Refused(400, "This is not packed by gzip.") from None
    if len(unpacked) > LARGEST:
        raise Refused(413, f"A request has at most {LARGEST} bytes.")
    return unpacked


def _source(request: HttpRequest, given: dict[str, Any]) -> Source:
    """By the write key: `writeKey` in the body, or else the user of Basic, or a bearer."""
    key = given.get("writeKey") or _key_of_header(request.headers.get("Authorization", ""))
    found = Source.objects.filter(key=key, is_on=True).first() if isinstance(key, str) and key.isprintable() else None
    if found is None:
        raise Refused(401, "No source has this write key.")
    return found


def _key_of_header(header: str) -> str:
    way, _space, said = header.partition(" ")
    if way.lower() != "basic":
        return said.strip() if way.lower() == "bearer" else ""
    try:
        return base64.b64decode(said, validate=True).decode().partition(":")[0]
    except ValueError:
        return ""


def _not_too_often(request: HttpRequest, source: Source) -> None:
    is_server = source.kind == Source.Kind.SERVER
    wait = calling.wait(source.pk) if is_server else looking.wait((source.pk, asked_from(request)))
    if wait:
        raise Refused(429, "Slower, please.")


def _wants_privacy(request: HttpRequest) -> bool:
    return "1" in (request.headers.get("Sec-GPC"), request.headers.get("DNT"))


def _messages(given: dict[str, Any], kind: str) -> list[Any]:
    if kind not in ("batch", "b", "import"):
        return [{**{name: value for name, value in given.items() if name != "writeKey"}, "type": kind}]
    several = given.get("batch", [given] if "type" in given else None)  # or one, of whatever type it says
    if not isinstance(several, list) or not 1 <= len(several) <= MOST:
        raise Refused(400, f"batch: a list of 1 to {MOST} messages")
    shared = given.get("context")
    if isinstance(shared, dict):
        several = [{**each, "context": _joined(shared, each)} if isinstance(each, dict) else each for each in several]
    return several


def _joined(shared: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
    own = message.get("context")
    return shared | own if isinstance(own, dict) else shared


def _told_apart(messages: list[Any], source: Source) -> tuple[list[Any], list[str]]:
    """Those that can be taken, and why others cannot: named by their place, and no harm to their neighbours."""
    good, wrong = [], []
    for place, each in enumerate(messages):
        try:
            read(each, source=source.pk, came_at=timezone.now())
            good.append(each)
        except NotAMessage as error:
            wrong.append(f"batch.{place}: {error}" if len(messages) > 1 else str(error))
    return good, wrong[:MOST_TOLD]


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no JSON")
