"""What the API says when it cannot do what was asked: problem details (RFC 9457), always naming the field."""

import json
import logging
import math
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled
from ninja.errors import ValidationError as WrongInput

log = logging.getLogger("django.request")

CODES = {"missing": "missing", "extra_forbidden": "unknown", "string_too_long": "too_long"}
MESSAGES = {"missing": "This is required.", "unknown": "There is no such field."}
STATUSES = {"taken": 409, "outdated": 409, "too_large": 413}  # what else is wrong with a field is 422


def problem(status: int, title: str = "", errors: Iterable[dict[str, str]] = ()) -> HttpResponse:
    """The answer that says so. Each error is `{"field", "message", "code"}`."""
    told = {
        "type": "about:blank",
        "title": title or HTTPStatus(status).phrase,
        "status": status,
        "errors": list(errors),
    }
    return HttpResponse(json.dumps(told, ensure_ascii=False), status=status, content_type="application/problem+json")


def listen(api: NinjaAPI) -> None:
    """Turn everything that is raised while answering into a problem."""
    api.exception_handler(WrongInput)(lambda request, error: _wrong_input(error))
    api.exception_handler(ValidationError)(lambda request, error: _refused(error))
    api.exception_handler(HttpError)(lambda request, error: _http_error(error))
    api.exception_handler(Throttled)(lambda request, error: too_often(error.wait or 1))
    api.exception_handler(PermissionDenied)(lambda request, error: _forbidden(error))
    api.exception_handler(Http404)(lambda request, error: problem(404, str(error) or "There is no such thing"))
    api.exception_handler(OperationalError)(_database_is_away)
    api.exception_handler(InterfaceError)(_database_is_away)
    api.exception_handler(Exception)(_surprise)


def too_often(wait: float) -> HttpResponse:
    answer = problem(429, "Too many requests: ask again later")
    answer["Retry-After"] = str(math.ceil(wait))
    return answer


def _wrong_input(error: WrongInput) -> HttpResponse:
    errors = []
    for each in error.errors:
        code = CODES.get(each["type"], "invalid")
        errors.append({"field": _field(each["loc"]), "message": MESSAGES.get(code, each["msg"]), "code": code})
    return problem(422, "The request does not say what is needed", errors)


def _field(place: tuple[Any, ...]) -> str:
    """`from.email` of ("body", "given", "from", "email"): the source and our own parameter's name say nothing."""
    return ".".join(str(part) for part in place[1:] if part not in ("given", "asked")) or "body"


def _refused(error: ValidationError) -> HttpResponse:
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    errors = [
        {"field": field.strip("_"), "message": message, "code": each.code or "invalid"}
        for field, several in by_field.items()
        for each in several
        for message in each.messages
    ]
    return problem(STATUSES.get(errors[0]["code"], 422), errors[0]["message"], errors)


def _forbidden(error: PermissionDenied) -> HttpResponse:
    """A role does not include it: nothing in the request is wrong, and nothing in it would help."""
    return problem(403, str(error), [{"field": "role", "message": str(error), "code": "forbidden"}])


def _http_error(error: HttpError) -> HttpResponse:
    answer = problem(
        error.status_code, "Say who you are: Authorization: Bearer TOKEN" if error.status_code == 401 else str(error)
    )
    if error.status_code == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def _database_is_away(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("%s %s: %s", request.method, request.path, error)
    return problem(503, "The database does not answer")


def _surprise(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("%s %s", request.method, request.path, exc_info=error)
    return problem(500, "This is our mistake")
