"""Rewards that customers have: the list, one of them, and those of one customer beside a conversation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.customers.merging import survivor_of
from regulars.customers.profile import timeline
from regulars.customers.queries import events_about
from regulars.customers.telling import told
from regulars.loyalty.models import Programme
from regulars.rewards import queries
from regulars.rewards.actions.cancel import cancel
from regulars.rewards.actions.deliver import deliver
from regulars.rewards.actions.ship import ship
from regulars.rewards.actions.use import use
from regulars.rewards.goodwill_rows import goodwill_rows
from regulars.rewards.models import Claim, Goodwill
from regulars.rewards.rows import claim_rows
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "loyalty", "tab": "claims"}
A_PAGE, IN_PANE = 50, 4
VERBS = {"use": (use, "reference"), "cancel": (cancel, "reason"), "ship": (ship, "tracking"), "deliver": (deliver, "")}


@login_required
@require_GET
def claims(request: HttpRequest) -> HttpResponse:
    """Those that wait to be sent first; `code` leads to the one that has it."""
    code = request.GET.get("code", "").strip()[:80]
    if code and (found := queries.by_code(code)):
        return redirect("rewards:claim", found.pk)
    numbers = queries.numbers_of_claims()
    state = request.GET.get("state", Claim.State.ORDERED if numbers.get(Claim.State.ORDERED) else "")
    tabs = [("", _("All"), sum(numbers.values()))] + [
        (each.value, each.label, numbers.get(each.value, 0)) for each in Claim.State
    ]
    page = Paginator(queries.claims(state=state if state in Claim.State.values else ""), A_PAGE).get_page(
        request.GET.get("page")
    )
    facts: dict[str, Any] = {
        "rows": claim_rows(page),
        "page": page,
        "tabs": tabs,
        "state": state,
        "code": code,
        "has_any": bool(numbers),
    }
    return render(request, "rewards/pages/claims.html", ROOM | facts)


@login_required
@require_GET
def one(request: HttpRequest, claim_id: int) -> HttpResponse:
    """What it is, whose, and what became of it."""
    return _page(request, the_claim(claim_id))


@may(Permission.POINTS)
@require_POST
def act(request: HttpRequest, claim_id: int, what: str) -> HttpResponse:
    """Use it, cancel it, or send it: with what was said beside the button."""
    if what not in VERBS:
        raise Http404
    found, (verb, said) = the_claim(claim_id), VERBS[what]
    words = {said: request.POST.get(said, "")} if said else {}
    try:
        done = verb(found, by=request.user, **words)
    except ValidationError as error:
        return _page(request, found, wrong=" ".join(error.messages))
    messages.success(request, _("“{name}”: {state}.").format(name=done, state=done.get_state_display()))
    return redirect("rewards:claim", done.pk)


@login_required
@require_GET
def of_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A fragment: the rewards that a customer has."""
    person = survivor_of(customer_id)
    found = queries.claims_of(person)[:IN_PANE]
    waits = Goodwill.objects.filter(customer=person, state=Goodwill.State.WAITING).select_related("programme", "reward")
    named = request.GET.get("conversation", "")
    facts = {
        "rows": claim_rows(found, sees_codes=request.user.may(Permission.POINTS)),
        "waiting": goodwill_rows(waits, agent=request.user),
        "customer_id": person,
        "conversation": named if named.isdecimal() else "",
        "may_give": request.user.may(Permission.POINTS) and Programme.objects.exists(),
    }
    return render(request, "rewards/pages/_of_customer.html", facts)


def the_claim(claim_id: int) -> Claim:
    """Raises Http404."""
    return get_object_or_404(queries.claims(), pk=claim_id)


def _page(request: HttpRequest, found: Claim, *, wrong: str = "") -> HttpResponse:
    facts = {
        "claim": found,
        "row": claim_rows([found], sees_codes=request.user.may(Permission.POINTS))[0],
        "happened": timeline(told(events_about(f"claim:{found.pk}"), customer=found.customer)),
        "may_act": request.user.may(Permission.POINTS),
        "wrong": wrong,
    }
    return render(request, "rewards/pages/claim.html", ROOM | facts, status=422 if wrong else 200)
