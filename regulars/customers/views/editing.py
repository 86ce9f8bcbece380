"""Changing what we know about a customer."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.edit_customer import edit_customer
from regulars.customers.actions.note import note
from regulars.customers.actions.remove_identity import remove_identity
from regulars.customers.models import Customer, Identity
from regulars.customers.views.customer import the_customer
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.CUSTOMERS)
@require_POST
def rename(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Call the customer by another name."""
    customer = the_customer(customer_id)
    before = customer.name
    return _change(
        request,
        customer,
        lambda: edit_customer(customer, name=request.POST.get("name", "")),
        says=_("The name is changed."),
        undo={"name": before},
    )


@may(Permission.CUSTOMERS)
@require_POST
def facts(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Language, time zone, and attributes: `attribute` with its `value`; an empty value takes it away."""
    customer = the_customer(customer_id)
    given = {name: request.POST[name] for name in ("language", "time_zone") if name in request.POST}
    attribute = request.POST.get("attribute", "").strip()
    if attribute:
        given["attributes"] = {attribute: request.POST.get("value", "").strip() or None}
    return _change(request, customer, lambda: edit_customer(customer, **given), says=_("It is kept."))


@may(Permission.NOTE)
@require_POST
def add_note(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Write down something about the customer."""
    customer = the_customer(customer_id)
    text = request.POST.get("text", "")
    return _change(request, customer, lambda: note(customer, text=text, by=request.user), says=_("The note is kept."))


@may(Permission.CUSTOMERS)
@require_POST
def add_way(request: HttpRequest, customer_id: int) -> HttpResponse:
    """One more address, phone or id of theirs."""
    customer = the_customer(customer_id)
    kind, value = request.POST.get("kind", ""), request.POST.get("value", "")
    return _change(request, customer, lambda: add_identity(customer, kind=kind, value=value), says=_("It is added."))


@may(Permission.CUSTOMERS)
@require_POST
def remove_way(request: HttpRequest, customer_id: int, identity_id: int) -> HttpResponse:
    """Take an address, phone or id off."""
    customer = the_customer(customer_id)
    identity = get_object_or_404(Identity, pk=identity_id, customer=customer)
    again = {"kind": identity.kind, "value": identity.value}
    return _change(
        request,
        customer,
        lambda: remove_identity(customer, identity=identity),
        says=_("%s is off.") % identity.value,
        undo=again,
        undo_at=f"/customers/{customer.pk}/identities",
    )


def _change(
    request: HttpRequest, customer: Customer, act: Callable[[], object], *, says: str, undo: dict[str, str] | None = None, undo_at: str = ""
) -> HttpResponse:
    """Do it; say that it is done, or what is wrong; and let open pages look anew."""
    heard: dict[str, object] = {}
    try:
        act()
        heard = {f"live:customer:{customer.pk}": {}}
    except ValidationError as error:
        says, undo = " ".join(error.messages), None
    if not request.htmx:
        messages.info(request, says)
        return redirect(f"/customers/{customer.pk}")
    heard["toast"] = {"says": says} | ({"undo": undo_at or request.path, "values": undo} if undo else {})
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(heard)})
