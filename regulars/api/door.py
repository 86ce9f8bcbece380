"""What every request to the API passes through, whatever it asks for."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone

from regulars.api.models import Answer, digest_of
from regulars.api.problems import problem

View = Callable[..., HttpResponse]

CHANGES = {"POST", "PATCH", "DELETE"}
KEPT = timedelta(days=30)  # answers to requests with an Idempotency-Key
_PROMISE = """
    INSERT INTO api_answer (asker, key, request, status, content, at) VALUES (%s, %s, %s, 0, '', now())
    ON CONFLICT (asker, key) DO NOTHING RETURNING id
"""


def behind_the_door(patterns: list[URLPattern]) -> list[URLPattern]:
    for pattern in patterns:
        pattern.callback = door(pattern.callback)
    return patterns


def door(view: View) -> View:
    """Refuses what is no JSON, answers a repeated request as before, and says problems in the API's own way."""

    @wraps(view)
    def answer(request: HttpRequest, *words: object, **named: object) -> HttpResponse:
        refused = _refused(request)
        if refused is not None:
            return refused
        key = request.headers.get("Idempotency-Key", "") if request.method in CHANGES else ""
        response = once(request, key, lambda: view(request, *words, **named)) if key else view(request, *words, **named)
        if response.status_code == 405:
            allowed = response.headers.get("Allow", "")
            response = problem(405, f"Only {allowed}")
            response["Allow"] = allowed
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def nothing_here(request: HttpRequest, path: str = "") -> HttpResponse:
    return problem(404, f"There is nothing at {request.path}")


@transaction.atomic
def once(request: HttpRequest, key: str, ask: Callable[[], HttpResponse]) -> HttpResponse:
    """Let the request have its effect at most once for this key; who asks again meanwhile waits for the first answer."""
    asker, key = digest_of(_credentials(request)), digest_of(key)
    # The boundary of a form differs each time it is sent, so for uploads the key alone must do.
    body = "" if request.content_type == "multipart/form-data" else hashlib.sha256(request.body).hexdigest()
    asked = digest_of(f"{request.method} {request.get_full_path()} {body}")
    with connection.cursor() as cursor:
        cursor.execute(_PROMISE, [asker, key, asked])
        if cursor.fetchone() is None:
            return _answered_before(Answer.objects.get(asker=asker, key=key), asked)
    response = ask()
    if response.status_code >= 400:
        transaction.set_rollback(True)  # nothing happened: the key is still good
        return response
    Answer.objects.filter(asker=asker, key=key).update(status=response.status_code, content=response.content.decode())
    Answer.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return response


def _answered_before(answer: Answer, asked: str) -> HttpResponse:
    if answer.request != asked:
        error = {"field": "Idempotency-Key", "message": "It was used for another request.", "code": "taken"}
        return problem(409, "This Idempotency-Key was used for another request", [error])
    response = HttpResponse(answer.content, status=answer.status, content_type="application/json")
    response["Idempotent-Replayed"] = "true"
    return response


def _credentials(request: HttpRequest) -> str:
    return request.headers.get("Authorization") or request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")


def _refused(request: HttpRequest) -> HttpResponse | None:
    if any("\x00" in value for value in request.GET.values()):
        return problem(422, "A query cannot hold the character NUL")
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if request.method not in CHANGES or size == 0:
        return None
    if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return problem(413, f"More than {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes")
    wanted = "multipart/form-data" if request.path.endswith("/attachments") else "application/json"
    if request.content_type != wanted:
        return problem(415, f"Send it as Content-Type: {wanted}")
    return None
