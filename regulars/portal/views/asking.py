"""Beginning a conversation by a form: for whoever is signed in, and for everybody else."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.conversations.models import Message
from regulars.lib.throttle import asked_from
from regulars.portal import guard
from regulars.portal.actions.ask import ask
from regulars.portal.asking import Filled, open_forms
from regulars.portal.brands import shop_of, site_of
from regulars.portal.models import RequestForm
from regulars.portal.proof_of_work import BITS, is_solved, new_challenge
from regulars.portal.saying import files
from regulars.portal.suggesting import suggested

LONGEST = {"subject": 200, "name": 200, "address": 320, "text": 50_000}


@require_GET
def forms(request: HttpRequest) -> HttpResponse:
    """What somebody may write about; where there is one form, that one."""
    several, begun = _open_forms(request), f"?{request.GET.urlencode()}" if request.GET else ""
    if len(several) == 1:
        return redirect(reverse("portal:ask", args=[several[0].slug]) + begun)
    shown = {"site": site_of(request, page="ask"), "forms": several, "begun": begun}
    return render(request, "portal/pages/forms.html", shown)


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """Fill a form in, and send it. What cannot be sent stays in it; what the address says is in it from the beginning."""
    form = _form(request, slug)
    filled = Filled(form, request.POST or request.GET, is_sent=request.method == "POST")
    if request.method == "GET":
        return _page(request, filled)
    if wrong := _stopped(request):
        return _page(request, filled, {"": wrong}, status=429)
    if request.POST.get("website"):  # people do not see it: a program filled it in, or a browser that is too helpful
        return _page(request, filled, {"website": _("Leave this empty, please, and send it again.")}, status=422)
    try:
        if filled.errors:
            raise ValidationError({name: [words] for name, words in filled.errors.items()})
        message = _ask(request, filled)
    except ValidationError as error:
        return _page(request, filled, {name: several[0] for name, several in error.message_dict.items()}, status=422)
    return _received(request, message)


@require_POST
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """A fragment: the questions that are asked after what was answered so far."""
    if guard.looking.wait(asked_from(request)):
        return HttpResponse(status=429)
    filled = Filled(_form(request, slug), request.POST, is_sent=False)
    return render(request, "portal/pages/_questions.html", {"rows": filled.rows})


@require_POST
def articles(request: HttpRequest, slug: str) -> HttpResponse:
    """A fragment: articles that may answer it, by what was written so far."""
    if guard.looking.wait(asked_from(request)):
        return HttpResponse(status=429)
    return render(
        request, "portal/pages/_articles.html", {"found": suggested(request, request.POST.get("subject", ""))}
    )


def _ask(request: HttpRequest, filled: Filled) -> Message:
    said = {name: request.POST.get(name, "") for name in ("address", "name", "subject", "text", "client_key")}
    solved = "" if request.customer else request.POST.get("challenge", "")[:200]
    return ask(
        filled.form,
        by=request.customer_reader if request.customer else None,
        topic=filled.topic,
        values=filled.values,
        files=files(request.FILES.getlist("files")),
        challenge=solved,
        **said,
    )


def _stopped(request: HttpRequest) -> str:
    """Why somebody is to wait; nothing for whoever may send. Who is signed in needs no sum: they have a mailbox."""
    if request.customer:
        wait = guard.writing.wait(request.customer_session.proof.circle)
        return _("That is a lot at once. Wait a minute, and send it again.") if wait else ""
    here, address = asked_from(request), request.POST.get("address", "").strip().lower()[:320]
    if guard.asking.wait(here) or guard.asking_of_one.wait(address):
        return _("That is a lot at once. Wait a few minutes and send it again, or write us a letter.")
    if is_solved(request.POST.get("challenge", ""), request.POST.get("answer", "")):
        return ""
    if guard.asking_plainly.wait(here) or guard.asking_plainly_at_all.wait(""):
        return _("Your browser could not show that it is no machine. Sign in first, or write us a letter.")
    return ""


def _received(request: HttpRequest, message: Message) -> HttpResponse:
    if request.customer:
        messages.success(request, _("Your request has come. We answer by mail, and here."))
        return redirect("portal:conversation", message.conversation_id)
    shown = {"site": site_of(request, page="ask"), "number": message.conversation_id, "address": message.author_address}
    return render(request, "portal/pages/received.html", shown)


def _page(
    request: HttpRequest, filled: Filled, wrong: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    wrong = wrong or {}
    for row in filled.rows:
        row["wrong"] = wrong.get(row["field"].key, "")
    shown: dict[str, Any] = {
        "site": site_of(request, page="ask"),
        "form": filled.form,
        "filled": filled,
        "rows": filled.rows,
        "typed": {name: filled.given.get(name, "")[:longest] for name, longest in LONGEST.items()},
        "wrong": {name or "all": words for name, words in wrong.items()},
        "client_key": request.POST.get("client_key", "")[:64] or uuid4().hex,
        "challenge": new_challenge(),
        "bits": BITS,
        "help": shop_of(request).help,
    }
    return render(request, "portal/pages/ask.html", shown, status=status)


def _open_forms(request: HttpRequest) -> list[RequestForm]:
    found = open_forms(shop_of(request).only)
    if not found:
        raise Http404
    return found


def _form(request: HttpRequest, slug: str) -> RequestForm:
    for form in _open_forms(request):
        if form.slug == slug:
            return form
    raise Http404
