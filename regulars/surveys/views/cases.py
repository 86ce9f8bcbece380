"""Low scores that somebody sees to: the queue, and one of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from regulars.lib.numbers import number_in
from regulars.surveys import queries, rows
from regulars.surveys.actions.close_case import close_case
from regulars.surveys.actions.contact_customer import contact_customer
from regulars.surveys.actions.take_case import take_case
from regulars.surveys.models import Case
from regulars.team.guard import may
from regulars.team.models import Agent
from regulars.team.permissions import Permission

ROOM = {"room": "feedback", "page": "cases"}
A_PAGE = 50
TABS = (("", gettext_lazy("Open")), ("mine", gettext_lazy("Mine and my teams’")), ("closed", gettext_lazy("Closed")))


@login_required
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """What is due first comes first."""
    which = request.GET.get("which", "")
    state = Case.State.CLOSED if which == "closed" else ""
    found = queries.cases(agent=request.user, state=state, mine=which == "mine")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = {"rows": rows.case_rows(page), "list": page, "which": which, "tabs": TABS}
    return render(request, "surveys/pages/cases.html", ROOM | shown)


@login_required
@require_GET
def one(request: HttpRequest, case_id: int) -> HttpResponse:
    """What they said, who sees to it, and what to do."""
    return _page(request, _case(request, case_id))


@may(Permission.REPLY, Permission.FEEDBACK)
@require_POST
def take(request: HttpRequest, case_id: int) -> HttpResponse:
    """Give it to an agent, or to oneself."""
    case = _case(request, case_id)
    owner = Agent.objects.filter(pk=number_in(request.POST.get("owner", ""))).first()
    return _done(request, case, take_case, owner=owner, said=_("Kept."))


@may(Permission.REPLY)
@require_POST
def contact(request: HttpRequest, case_id: int) -> HttpResponse:
    """Write to the customer."""
    case = _case(request, case_id)
    return _done(request, case, contact_customer, text=request.POST.get("text", ""), said=_("It is on its way."))


@may(Permission.REPLY, Permission.FEEDBACK)
@require_POST
def close(request: HttpRequest, case_id: int) -> HttpResponse:
    """Say what came of it."""
    words = {name: request.POST.get(name, "") for name in ("outcome", "note")}
    asks_again = "asks_again" in request.POST
    return _done(request, _case(request, case_id), close_case, asks_again=asks_again, said=_("It is closed."), **words)


def _done(request: HttpRequest, case: Case, verb: Any, *, said: str, **words: Any) -> HttpResponse:
    try:
        verb(case, by=request.user, **words)
    except ValidationError as error:
        return _page(request, case, wrong=" ".join(error.messages))
    messages.success(request, said)
    return redirect("surveys:case", case.pk)


def _case(request: HttpRequest, case_id: int) -> Case:
    return get_object_or_404(queries.visible_cases(request.user).select_related("asked_again__survey"), pk=case_id)


def _page(request: HttpRequest, case: Case, *, wrong: str = "") -> HttpResponse:
    again = getattr(case.asked_again, "opinion", None) if case.asked_again else None
    shown = {
        "case": case,
        "row": rows.case_rows([case])[0],
        "said": rows.opinion_rows([case.opinion])[0],
        "again": again and rows.opinion_rows([again])[0],
        "agents": Agent.objects.active().order_by("name"),
        "outcomes": Case.Outcome.choices,
        "wrong": wrong,
        "typed": request.POST,
        "may_close": request.user.may(Permission.REPLY) or request.user.may(Permission.FEEDBACK),
        "may_write": request.user.may(Permission.REPLY),
    }
    return render(request, "surveys/pages/case.html", ROOM | shown, status=422 if wrong else 200)
