"""Settings → Rewards: the catalogue."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.lib.conditions import describe
from regulars.loyalty.models import Programme
from regulars.rewards.actions.add_codes import add_codes
from regulars.rewards.actions.save_picture import save_picture
from regulars.rewards.actions.save_reward import save_reward
from regulars.rewards.forms import RewardForm
from regulars.rewards.models import Claim, Reward
from regulars.rewards.rows import picture_of, reward_rows
from regulars.rewards.views.naming import named_programme
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "rewards"}


@may(Permission.LOYALTY)
@require_GET
def rewards(request: HttpRequest) -> HttpResponse:
    """Of all programmes, and how often each was claimed."""
    counted = Count("claims", filter=~Q(claims__state__in=Claim.VOID))
    found = (
        Reward.objects.select_related("programme")
        .annotate(times=counted)
        .order_by("programme", "-is_on", "points", "pk")
    )
    programmes = Programme.objects.order_by("pk")
    return render(request, "rewards/pages/rewards.html", ROOM | {"rows": reward_rows(found), "programmes": programmes})


@may(Permission.LOYALTY)
@require_http_methods(["GET", "POST"])
def one_reward(request: HttpRequest, reward_id: int | None = None) -> HttpResponse:
    """A new one, or one that there is."""
    reward = get_object_or_404(Reward.objects.select_related("programme"), pk=reward_id) if reward_id else None
    programme = reward.programme if reward else named_programme(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RewardForm(*sent, instance=reward, programme=programme)
    if form.is_bound and form.is_valid() and (kept := _kept(request, form, reward)):
        messages.success(request, _("“%s” is kept.") % kept)
        return redirect("rewards:reward", kept.pk)
    facts = {"form": form, "reward": reward, "programme": programme, "picture": picture_of(reward) if reward else ""}
    facts["codes_left"] = reward.pool.filter(is_taken=False).count() if reward and reward.is_pooled else None
    return render(
        request, "rewards/pages/reward.html", ROOM | facts | _conditions(form), status=422 if form.errors else 200
    )


@may(Permission.LOYALTY)
@require_POST
def codes(request: HttpRequest, reward_id: int) -> HttpResponse:
    """More of the shop's own codes, one a line."""
    reward = get_object_or_404(Reward, pk=reward_id)
    try:
        new = add_codes(reward, codes=request.POST.get("codes", "").splitlines(), by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, ngettext("%d code is new.", "%d codes are new.", new) % new)
    return redirect("rewards:reward", reward.pk)


def _kept(request: HttpRequest, form: RewardForm, reward: Reward | None) -> Reward | None:
    picture = form.cleaned_data.get("picture")
    try:
        kept = save_reward(reward, facts=form.facts(), by=request.user)
        if picture or "without_picture" in request.POST:
            save_picture(kept, content=picture.read() if picture else None, by=request.user)
    except ValidationError as error:
        form.refuse(error)
        return None
    return kept


def _conditions(form: RewardForm) -> dict[str, Any]:
    sent = form.data.get("conditions", "") if form.is_bound else ""
    return {
        "about_conditions": json.dumps(describe(CUSTOMER_FIELDS, asker=None), default=str),
        "conditions": sent or json.dumps(form.instance.conditions or {"all": []}),
        "wrong": " ".join(form.errors.get("conditions", [])),
    }
