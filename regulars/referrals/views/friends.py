"""Friends who were brought along: the queue of those to look at, all others, and one of them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from regulars.customers.merging import survivor_of
from regulars.loyalty.models import Programme
from regulars.referrals import queries
from regulars.referrals.models import Referral
from regulars.referrals.rows import TABS, referral_facts, referral_rows, tabs
from regulars.team.permissions import Permission

ROOM = {"room": "loyalty"}
A_PAGE = 50


@login_required
@require_GET
def friends(request: HttpRequest) -> HttpResponse:
    """Of one programme, by state: what is to be looked at first."""
    programmes = list(Programme.objects.filter(scheme__isnull=False).order_by("pk"))
    programme = next((each for each in programmes if str(each.pk) == request.GET.get("programme")), None)
    programme = programme or next(iter(programmes), None)
    asked = request.GET.get("state", "")
    state = asked if asked in TABS else TABS[0]
    facts = {"programmes": programmes, "programme": programme, "state": state}
    if programme:
        page = Paginator(queries.listed(programme, state=state), A_PAGE).get_page(request.GET.get("page"))
        facts |= {"tabs": tabs(programme), "page": page, "rows": referral_rows(page)}
    return render(request, "referrals/pages/friends.html", ROOM | facts)


@login_required
@require_GET
def one(request: HttpRequest, referral_id: int) -> HttpResponse:
    """Both people, the purchase, what speaks against it, and what was decided."""
    return one_page(request, the_referral(referral_id))


@login_required
@require_GET
def of_one_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A fragment: whom a customer brought along, and who sent them."""
    counted, came = queries.of_customer(survivor_of(customer_id))
    names = dict(Referral.State.choices)
    facts = {"states": [(names[state], many) for state, many in sorted(counted.items())], "came": came}
    return render(request, "referrals/pages/_beside.html", facts)


def one_page(request: HttpRequest, referral: Referral, *, wrong: str = "") -> HttpResponse:
    facts = referral_facts(referral) | {"may_decide": request.user.may(Permission.LOYALTY), "wrong": wrong}
    facts |= {"note": request.POST.get("note", "")}
    return render(request, "referrals/pages/friend.html", ROOM | facts, status=422 if wrong else 200)


def the_referral(referral_id: int) -> Referral:
    """One of whom it is known who they are. Raises Http404."""
    several = queries.listed().select_related(
        "link__account__customer", "link__account__programme__scheme", "friend__customer", "order", "decided_by"
    )
    return get_object_or_404(several, pk=referral_id)
