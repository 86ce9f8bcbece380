"""What somebody decides about a friend who was brought along."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regulars.referrals.actions.approve import approve
from regulars.referrals.actions.set_link import set_link
from regulars.referrals.actions.void import void
from regulars.referrals.models import Referral
from regulars.referrals.views.friends import one_page, the_referral
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.LOYALTY)
@require_POST
def approved(request: HttpRequest, referral_id: int) -> HttpResponse:
    """It counts; with `trust`, so do the member's later friends, unlooked at."""
    referral = the_referral(referral_id)
    try:
        referral = approve(referral, by=request.user, note=request.POST.get("note", ""))
    except ValidationError as error:
        return one_page(request, referral, wrong=error.messages[0])
    if "trust" in request.POST:
        set_link(referral.link, is_trusted=True, by=request.user)
    is_paid = referral.state == Referral.State.APPROVED
    messages.success(request, _("Both have their points.") if is_paid else _("It counts as soon as its days are over."))
    return redirect("referrals:friend", referral.pk)


@may(Permission.LOYALTY)
@require_POST
def voided(request: HttpRequest, referral_id: int) -> HttpResponse:
    """It does not count, for the reason in `note`."""
    referral = the_referral(referral_id)
    try:
        void(referral, by=request.user, note=request.POST.get("note", ""))
    except ValidationError as error:
        return one_page(request, referral, wrong=error.messages[0])
    messages.success(request, _("It does not count."))
    return redirect("referrals:friend", referral.pk)


@may(Permission.LOYALTY)
@require_POST
def link(request: HttpRequest, referral_id: int) -> HttpResponse:
    """Trust the member or not any more, stop their link or let it go on: `trust` and `stop` are yes or no."""
    referral = the_referral(referral_id)
    said = {name: request.POST[name] == "yes" for name in ("trust", "stop") if name in request.POST}
    set_link(referral.link, is_trusted=said.get("trust"), is_stopped=said.get("stop"), by=request.user)
    return redirect("referrals:friend", referral.pk)
