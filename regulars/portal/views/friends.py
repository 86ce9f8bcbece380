"""Friends whom a member brings along: their link, what became of it, and the page that the friend sees."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.customers.actor import Actor
from regulars.lib.throttle import asked_from
from regulars.live.sharing import SharedThrottle
from regulars.loyalty.models import Account
from regulars.portal.brands import shop_of, site_of
from regulars.portal.collected import purse_of
from regulars.portal.friends_rows import landed, shown
from regulars.portal.guard import signed_in, writing
from regulars.referrals.actions.bring_along import bring_along
from regulars.referrals.actions.give_link import give_link
from regulars.referrals.actions.note_look import note_look
from regulars.referrals.actions.remember_friend import remember_friend
from regulars.referrals.finding import link_of
from regulars.referrals.queries import is_open
from regulars.referrals.traces import named, remember, traces_of

looking = SharedThrottle("portal.links", per_second=1, burst=60)  # links looked at, from one place


@require_safe
def landing(request: HttpRequest, code: str) -> HttpResponse:
    """Where a member's link leads: what the friend gets, and how. A browser is counted once."""
    link = link_of(code)
    if link is None or link.is_stopped or not is_open(link.account):
        raise Http404
    facts = {"site": site_of(request, page=""), "website": shop_of(request).brand.website}
    response = render(request, "portal/pages/landing.html", facts | landed(link))
    response.headers["Cache-Control"] = "private, no-store"
    if request.method == "GET" and not looking.wait(asked_from(request)):
        note_look(link, seen=named(request, response))
    return response


@signed_in
@require_safe
def friends(request: HttpRequest) -> HttpResponse:
    """The member's link and code, and the friends who came by it; of the first programme that has it, or of `programme`."""
    return _page(request, _member(request))


@signed_in
@require_POST
def typed(request: HttpRequest) -> HttpResponse:
    """Somebody sent them: the code that they were told."""
    member, code = _member(request), request.POST.get("code", "")[:40]
    if writing.wait(request.customer_reader.proof.circle):
        return _page(request, member, {"code": _("That is a lot at once. Wait a minute, and send it again.")}, 429)
    try:
        by = Actor.customer(request.customer)
        brought = bring_along(member, code=code.strip() or "?", seen=traces_of(request), by=by)
    except ValidationError as error:
        return _page(request, member, {"code": error.messages[0]}, 422)
    if brought:
        messages.success(request, _("We have noted who sent you."))
    return _back(member)


@signed_in
@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """They told a friend of us, by word of mouth: their address is remembered, and nobody is written to."""
    member = _member(request)
    if writing.wait(request.customer_reader.proof.circle):
        return _page(request, member, {"address": _("That is a lot at once. Wait a minute, and send it again.")}, 429)
    try:
        remember_friend(give_link(member), address=request.POST.get("address", "")[:320])
    except ValidationError as error:
        return _page(request, member, {"address": error.messages[0]}, 422)
    messages.success(request, _("Noted. When they join with this address, it counts for both of you."))
    return _back(member)


def _page(
    request: HttpRequest, member: Account, wrong: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    link = give_link(member)
    facts = {
        "site": site_of(request, page="points"),
        "others": [each for each in purse_of(request).members if each.pk != member.pk and is_open(each)],
        "wrong": wrong or {},
        "code_typed": (request.POST.get("code") or request.GET.get("code", ""))[:40],
        "address_typed": request.POST.get("address", "")[:320],
    }
    address = request.build_absolute_uri(reverse("portal:landing", args=[link.code]))
    response = render(request, "portal/pages/friends.html", facts | shown(link, address), status=status)
    remember(link, named(request, response))
    return response


def _member(request: HttpRequest) -> Account:
    """The membership in `programme`, or the first in whose programme friends may be brought along. Raises Http404."""
    asked = request.POST.get("programme") or request.GET.get("programme", "")
    for each in purse_of(request).members:
        if is_open(each) and asked in ("", str(each.programme_id)):
            return each
    raise Http404


def _back(member: Account) -> HttpResponse:
    return redirect(f"{reverse('portal:friends')}?programme={member.programme_id}")
