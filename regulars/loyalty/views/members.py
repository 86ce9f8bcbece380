"""The members of a programme, one member's page, and what a customer has, beside their conversations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.customers.merging import survivor_of
from regulars.customers.models import Customer
from regulars.lib.numbers import number_in
from regulars.loyalty.actions.adjust import adjust
from regulars.loyalty.actions.join import join
from regulars.loyalty.keeping import survivor_of as surviving
from regulars.loyalty.models import Account, Programme
from regulars.loyalty.queries import history, members, of_customer, statement
from regulars.loyalty.rows import history_rows, member_rows, shown
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "loyalty"}
PAGE = 50


@login_required
@require_GET
def all_members(request: HttpRequest) -> HttpResponse:
    """Of one programme: found by a name, an address or a card, or those in a tier."""
    programmes = list(Programme.objects.order_by("pk"))
    programme = next((each for each in programmes if str(each.pk) == request.GET.get("programme")), None)
    programme = programme or next(iter(programmes), None)
    asked = {name: request.GET.get(name, "")[:200] for name in ("q", "tier", "before")}
    facts: dict[str, Any] = {"programmes": programmes, "programme": programme, "asked": asked}
    if programme:
        found = members(programme, search=asked["q"], tier=asked["tier"]).select_related("customer", "programme")
        before = number_in(asked["before"])
        rows = list((found if before is None else found.filter(pk__lt=before))[: PAGE + 1])
        more = rows[PAGE - 1].pk if len(rows) > PAGE else None
        facts |= {"rows": member_rows(rows[:PAGE]), "more": more, "levels": programme.promised.tiers.levels}
    return render(request, "loyalty/pages/members.html", ROOM | facts)


@login_required
@require_GET
def one_member(request: HttpRequest, member_id: int) -> HttpResponse:
    """What they have, when it expires, how far it is to the next tier, and all that was done, with its reason."""
    account = _the_member(member_id)
    if account.pk != member_id:
        return redirect("loyalty:member", account.pk)
    return _page(request, account)


@may(Permission.POINTS)
@require_POST
def give(request: HttpRequest, member_id: int) -> HttpResponse:
    """Points by hand: so many `points`, less than nothing to take, for a `reason`."""
    account, said = _the_member(member_id), request.POST
    points = said.get("points", "").replace("−", "-").strip()
    try:
        number = int(points) if points.lstrip("-").isdecimal() and len(points) < 15 else 0
        done = adjust(
            account, points=number, reason=said.get("reason", ""), key=said.get("once") or None, by=request.user
        )
    except ValidationError as error:
        return _page(request, account, wrong=" ".join(error.messages), said=said)
    messages.success(request, _("The balance is %s now.") % account.programme.said(done.balance))
    return redirect("loyalty:member", account.pk)


@login_required
@require_GET
def of_one_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A fragment: what a customer has in each programme, or the door to one."""
    person = survivor_of(customer_id)
    theirs = [shown(statement(each)) for each in of_customer(person)]
    joined = {each["programme"].pk for each in theirs}
    others = [each for each in Programme.objects.order_by("pk") if each.pk not in joined]
    facts = {"theirs": theirs, "others": others, "customer_id": person}
    return render(request, "loyalty/pages/_beside.html", facts | {"may_join": request.user.may(Permission.POINTS)})


@may(Permission.POINTS)
@require_POST
def let_join(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Make the customer a member of `programme`."""
    customer = get_object_or_404(Customer, pk=survivor_of(customer_id))
    number = request.POST.get("programme", "")
    programme = get_object_or_404(Programme, pk=number_in(number) or 0)
    return redirect("loyalty:member", join(customer, programme=programme, by=request.user).pk)


def _page(request: HttpRequest, account: Account, *, wrong: str = "", said: Any = None) -> HttpResponse:
    before = number_in(request.GET.get("before", ""))
    said_now = statement(account)
    done = history(account) if before is None else history(account).filter(pk__lt=before)
    several = list(done[: PAGE + 1])
    facts = shown(said_now) | {
        "customer": account.customer,
        "rows": history_rows(several[:PAGE], programme=account.programme),
        "more": several[PAGE - 1].pk if len(several) > PAGE else None,
        "may_give": request.user.may(Permission.POINTS),
        "once": f"page:{request.user.pk}:{account.pk}:{said_now.account.clock and said_now.account.clock.timestamp()}",
        "wrong": wrong,
        "said": said or {},
    }
    return render(request, "loyalty/pages/member.html", ROOM | facts, status=422 if wrong else 200)


def _the_member(member_id: int) -> Account:
    return get_object_or_404(Account.objects.select_related("customer", "programme"), pk=surviving(member_id))
