"""Two customers who may be one person: compared, brought together, and taken apart again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.customers.actions.merge import merge
from regulars.customers.actions.refuse_likeness import refuse_likeness
from regulars.customers.actions.unmerge import unmerge
from regulars.customers.comparing import compared
from regulars.customers.identities import loose_email
from regulars.customers.likeness import because
from regulars.customers.models import Customer, Identity, Likeness
from regulars.customers.views.answering import answer
from regulars.customers.views.customer import the_customer
from regulars.lib.numbers import number_in
from regulars.lib.refusal import refusal
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.CUSTOMERS)
@require_http_methods(["GET", "POST"])
def bring_together(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Let the customer that `with` names go on as this one. GET compares the two."""
    customer, wrong = the_customer(customer_id), ""
    try:
        other = _named((request.POST or request.GET).get("with", ""), customer)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(f"/customers/{customer.pk}")
    if request.method == "POST":
        try:
            take = [
                name.removeprefix("take:") for name, value in request.POST.items() if name.startswith("take:") and value
            ]
            survivor = merge(other, into=customer, by=request.user, take=take)
        except ValidationError as error:
            wrong = " ".join(error.messages)
        else:
            messages.success(request, _("%s goes on here. “Take apart” undoes it.") % other)
            return redirect(f"/customers/{survivor.pk}")
    return _comparison(request, customer, other, wrong)


@may(Permission.CUSTOMERS)
@require_POST
def take_apart(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Undo the merge of this customer."""
    part, survivor = get_object_or_404(Customer, pk=customer_id), the_customer(customer_id)
    again = {"undo": {"with": part.pk}, "undo_at": f"/customers/{survivor.pk}/merge"}
    says = _("%s stands by themselves again.") % part
    return answer(request, survivor, lambda: unmerge(part, by=request.user), says=says, **again)


@may(Permission.CUSTOMERS)
@require_POST
def not_the_same(request: HttpRequest, customer_id: int) -> HttpResponse:
    """They are two people: nobody is asked again. `is_same` takes that back."""
    customer = the_customer(customer_id)
    other, is_same = (
        get_object_or_404(Customer, pk=_number(request.POST.get("other", ""))),
        request.POST.get("is_same") == "1",
    )
    act = lambda: refuse_likeness(customer, other=other, by=request.user, is_same=is_same)  # noqa: E731
    says = _("You may be asked again.") if is_same else _("Nobody is asked again whether they are one.")
    return answer(request, customer, act, says=says, undo=None if is_same else {"other": other.pk, "is_same": "1"})


def _comparison(request: HttpRequest, customer: Customer, other: Customer, wrong: str) -> HttpResponse:
    likeness = Likeness.objects.filter(first=min(customer.pk, other.pk), second=max(customer.pk, other.pk)).first()
    shown: dict[str, Any] = {
        "room": "customers",
        "customer": customer,
        "other": other,
        "rows": compared(customer, other),
    }
    shown |= {"because": because(likeness) if likeness else "", "wrong": wrong}
    return render(request, "customers/pages/merge.html", shown, status=422 if wrong else 200)


def _named(word: str, customer: Customer) -> Customer:
    """By their number, or an address, phone or id of theirs."""
    word = word.strip()
    known = Identity.objects.filter(value__in=[word, loose_email(word)]).select_related("customer").first()
    number = _number(word.lstrip("#"))
    other = known.customer if known else Customer.objects.filter(pk=number).first()
    if other is None:
        raise refusal("with", _("Nobody is known as “%s”.") % word[:80], "unknown")
    other = the_customer(other.pk)
    if other.pk == customer.pk:
        raise refusal("with", _("That is this customer."))
    return other


def _number(word: str) -> int:
    return number_in(word) or 0
