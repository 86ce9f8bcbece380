"""What a customer may have for their points, and what of it they have."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.customers.actor import Actor
from regulars.customers.models import Customer
from regulars.loyalty.models import Account
from regulars.loyalty.queries import statement
from regulars.portal.brands import site_of
from regulars.portal.collected import purse_of
from regulars.portal.guard import signed_in, writing
from regulars.portal.reward_rows import offered_rows, suggested_row
from regulars.portal.views.points import chosen
from regulars.rewards.actions.cancel import cancel
from regulars.rewards.actions.claim import claim
from regulars.rewards.actions.object_to_choosing import object_to_choosing
from regulars.rewards.choosing import objects, suggestion_for
from regulars.rewards.models import Claim, Reward
from regulars.rewards.queries import catalogue, claims_of
from regulars.rewards.rows import claim_rows

SHOWN = 30


@signed_in
@require_GET
def rewards(request: HttpRequest) -> HttpResponse:
    """What they have, what we would choose for them, and the whole catalogue."""
    return _page(request, chosen(request, purse_of(request)))


@signed_in
@require_POST
def claim_reward(request: HttpRequest, reward_id: int) -> HttpResponse:
    """Take it, for its points. What cannot be is said above the catalogue."""
    member = chosen(request, purse_of(request))
    reward = get_object_or_404(Reward.objects.offered(), pk=reward_id, programme=member.programme_id)
    if writing.wait(request.customer_reader.proof.circle):
        return _page(request, member, wrong=_("That is a lot at once. Wait a minute, and try again."), status=429)
    said = {"address": request.POST.get("address", ""), "key": request.POST.get("key", "")[:100] or None}
    try:
        done = claim(member, reward=reward, by=Actor.customer(request.customer_reader.customer), **said)
    except ValidationError as error:
        return _page(
            request, member, wrong=f"“{reward}”: {error.messages[0]}", said=said | {"reward": reward.pk}, status=422
        )
    messages.success(request, _("“%s” is yours.") % done)
    return redirect(f"{reverse('portal:rewards')}?programme={member.programme_id}#reward-{done.pk}")


@signed_in
@require_POST
def give_back(request: HttpRequest, claim_id: int) -> HttpResponse:
    """What was not used yet goes back, and so do its points."""
    found = get_object_or_404(Claim, pk=claim_id, customer=_person(request))
    try:
        done = cancel(found, by=Actor.customer(request.customer_reader.customer))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("“%s” went back.") % done)
    return redirect("portal:rewards")


@signed_in
@require_POST
def choosing(request: HttpRequest) -> HttpResponse:
    """Whether we may choose for them."""
    by = Actor.customer(request.customer_reader.customer)
    object_to_choosing(_person(request), objects=request.POST.get("wanted") != "yes", by=by)
    return redirect("portal:rewards")


def _person(request: HttpRequest) -> Customer:
    """Who has shown that they are it. Raises Http404."""
    person = purse_of(request).person
    if person is None:
        raise Http404
    return person


def _page(
    request: HttpRequest, member: Account, *, wrong: str = "", said: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    now = statement(member)
    offered = catalogue(now)
    theirs = claim_rows(claims_of(now.account.customer_id).filter(reward__programme=member.programme_id)[:SHOWN])
    facts = {
        "site": site_of(request, page="points"),
        "tab": "rewards",
        "member": now.account,
        "balance": member.programme.said(now.available),
        "suggested": suggested_row(suggestion_for(now, offered), offered),
        "rows": offered_rows(offered, said=said or {}),
        "ready": [each for each in theirs if each["is_open"]],
        "gone": [each for each in theirs if not each["is_open"]],
        "is_chosen_for": not objects(now.account.customer_id),
        "wrong": wrong,
    }
    return render(request, "portal/pages/rewards.html", facts, status=status)
