"""How a customer comes in: an address, the code that is mailed to it, and out again."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.lib.throttle import asked_from
from regulars.portal.actions.ask_code import LASTS, ask_code
from regulars.portal.actions.end_session import end_session
from regulars.portal.actions.sign_in import LASTS as SESSION_LASTS
from regulars.portal.actions.sign_in import sign_in
from regulars.portal.actions.try_code import MOST_TRIES, try_code
from regulars.portal.brands import shop_of, site_of
from regulars.portal.guard import HOME, safe_next, trying
from regulars.portal.models import Code
from regulars.portal.sessions import COOKIE, hand_key, hand_ticket, ticket_of


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Name an address; a code is mailed to it. The answer is the same whether we know the address or not."""
    onward = safe_next(request.POST.get("next") or request.GET.get("next", ""))
    if request.customer is not None and request.method == "GET":
        return redirect(onward)
    facts = {"next": onward, "address": request.POST.get("address", "")}
    if request.method == "GET":
        return _page(request, "sign_in.html", facts)
    try:
        code = ask_code(
            facts["address"], brand=shop_of(request).brand, asked_from=asked_from(request), language=get_language()
        )
    except ValidationError as error:
        is_too_often = error.error_dict["address"][0].code == "too_many"
        return _page(request, "sign_in.html", facts | {"wrong": error.messages[0]}, status=429 if is_too_often else 422)
    response = redirect(
        reverse("portal:code") + (f"?{urlencode({'next': onward}, safe='/')}" if onward != HOME else "")
    )
    hand_ticket(response, code, lasts=LASTS)
    return response


@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Type the code: only the browser that asked for it can."""
    onward = safe_next(request.POST.get("next") or request.GET.get("next", ""))
    asked = Code.objects.filter(pk=ticket_of(request), session=None).first()
    if asked is None:
        return redirect("portal:sign_in")
    facts = {"next": onward, "address": asked.address, "minutes": int(LASTS.total_seconds() // 60)}
    facts["is_for_all"] = asked.of_id is not None
    if request.method == "GET":
        return _page(request, "code.html", facts)
    if trying.wait(asked_from(request)):
        return _page(request, "code.html", facts | {"wrong": _("That was tried too often. Wait a minute.")}, status=429)
    if not try_code(asked, digits=request.POST.get("digits", "")):
        return _page(request, "code.html", facts | {"wrong": _refused(asked)}, status=422)
    return _let_in(request, asked, onward)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session of this browser."""
    if request.customer_session:
        end_session(request.customer_session)
    response = redirect("portal:sign_in")
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _let_in(request: HttpRequest, asked: Code, onward: str) -> HttpResponse:
    where = {"device": request.headers.get("User-Agent", ""), "came_from": request.META.get("REMOTE_ADDR") or ""}
    key = sign_in(asked, instead_of=request.customer_session, **where)
    response = redirect(onward)
    hand_key(response, key, lasts=SESSION_LASTS)
    hand_ticket(response, None, lasts=LASTS)
    return response


def _refused(asked: Code) -> str:
    if asked.tries >= MOST_TRIES:
        return _("That was the last try. Ask for another code.")
    return _("That is not the code, or it is older than ten minutes. Look at the newest letter from us.")


def _page(request: HttpRequest, name: str, facts: dict[str, object], *, status: int = 200) -> HttpResponse:
    return render(request, f"portal/pages/{name}", {"site": site_of(request, page="sign_in"), **facts}, status=status)
