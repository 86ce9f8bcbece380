"""Goodwill: giving it from beside a conversation, and the list of what waits for somebody to agree."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.conversations.models import Conversation
from regulars.customers.merging import survivor_of
from regulars.customers.models import Customer
from regulars.lib.numbers import number_in
from regulars.loyalty.models import Programme
from regulars.rewards.actions.approve_goodwill import approve_goodwill
from regulars.rewards.actions.decline_goodwill import decline_goodwill
from regulars.rewards.actions.give_goodwill import give_goodwill
from regulars.rewards.budgets import room_of
from regulars.rewards.goodwill_rows import giveable, goodwill_rows, said_of
from regulars.rewards.models import Goodwill
from regulars.rewards.views.naming import named_programme
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "loyalty", "tab": "goodwill"}
A_PAGE = 50
State = Goodwill.State


@may(Permission.POINTS)
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Points or a reward, and why. `conversation` is where it came up."""
    customer = get_object_or_404(Customer, pk=survivor_of(customer_id))
    programme = named_programme(request)
    conversation = _conversation(request, customer)
    if request.method == "GET":
        return _form(request, customer, programme, conversation)
    said = request.POST
    try:
        gift = _gift(said, programme)
        done = give_goodwill(
            customer,
            programme=programme,
            conversation=conversation,
            reason=said.get("reason", ""),
            key=said.get("once", "")[:100],
            by=request.user,
            **gift,
        )
    except ValidationError as error:
        wrong = {name: several[0] for name, several in error.message_dict.items()}
        return _form(request, customer, programme, conversation, wrong=wrong)
    is_given = done.state == State.GIVEN
    messages.success(request, _("It is given.") if is_given else _("It waits for somebody to agree; you hear of it."))
    return redirect(f"/inbox/{conversation.pk}" if conversation else f"/customers/{customer.pk}")


@login_required
@require_GET
def goodwill(request: HttpRequest) -> HttpResponse:
    """What waits comes first, the oldest first; then what was given, and by whom."""
    numbers = {state: Goodwill.objects.filter(state=state).count() for state in State}
    state = request.GET.get("state", State.WAITING if numbers[State.WAITING] else State.GIVEN)
    found = Goodwill.objects.filter(state=state if state in State.values else State.WAITING)
    found = found.select_related("customer", "agent", "programme", "reward", "decided_by", "conversation")
    page = Paginator(found.order_by("at" if state == State.WAITING else "-at"), A_PAGE).get_page(
        request.GET.get("page")
    )
    tabs = [(each.value, each.label, numbers[each]) for each in State]
    facts = {"rows": goodwill_rows(page, agent=request.user), "page": page, "tabs": tabs, "state": state}
    return render(request, "rewards/pages/goodwill.html", ROOM | facts)


@may(Permission.POINTS)
@require_POST
def decide(request: HttpRequest, goodwill_id: int, what: str) -> HttpResponse:
    """Agree, or do not."""
    found = get_object_or_404(Goodwill, pk=goodwill_id)
    if what not in ("approve", "decline"):
        raise Http404
    try:
        done = (
            approve_goodwill(found, by=request.user)
            if what == "approve"
            else decline_goodwill(found, answer=request.POST.get("answer", ""), by=request.user)
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(
            request, _("For {customer}: {state}.").format(customer=done.customer, state=done.get_state_display())
        )
    return redirect("rewards:goodwill")


def _gift(said: Any, programme: Programme) -> dict[str, Any]:
    """Raises ValidationError("points", "reward")."""
    if said.get("what") == "reward":
        found = giveable(programme).filter(pk=number_in(said.get("reward"))).first()
        if found is None:
            raise ValidationError({"reward": _("Choose a reward.")})
        return {"reward": found}
    points = number_in(said.get("points", "").strip())
    if points is None:
        raise ValidationError({"points": _("Write how many points.")})
    return {"points": points}


def _form(
    request: HttpRequest,
    customer: Customer,
    programme: Programme,
    conversation: Conversation | None,
    *,
    wrong: dict[str, str] | None = None,
) -> HttpResponse:
    room = room_of(request.user, programme, customer=customer.pk)
    facts = {
        "customer": customer,
        "programme": programme,
        "programmes": list(Programme.objects.order_by("pk")),
        "conversation": conversation,
        "offered": giveable(programme),
        "room_left": said_of(room, programme),
        "said": request.POST,
        "once": request.POST.get("once") or uuid4().hex,
        "wrong": wrong or {},
    }
    return render(
        request, "rewards/pages/give_goodwill.html", {"room": "customers"} | facts, status=422 if wrong else 200
    )


def _conversation(request: HttpRequest, customer: Customer) -> Conversation | None:
    """One of this customer's that the agent may see. Raises Http404."""
    named = request.POST.get("conversation") or request.GET.get("conversation", "")
    if not named:
        return None
    visible = Conversation.objects.visible_to(request.user).filter(customer=customer)
    return get_object_or_404(visible, pk=number_in(named) or 0)
