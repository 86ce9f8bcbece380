"""Changing what we know about a customer."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.edit_customer import edit_customer
from regulars.customers.actions.make_primary import make_primary
from regulars.customers.actions.note import note
from regulars.customers.actions.remove_identity import remove_identity
from regulars.customers.actions.save_company import save_company
from regulars.customers.actions.set_attribute import set_attribute
from regulars.customers.actions.set_company import set_company
from regulars.customers.actions.set_consent import set_consent
from regulars.customers.custom_fields import named_field
from regulars.customers.models import Company, Identity
from regulars.customers.views.answering import answer
from regulars.customers.views.customer import the_customer
from regulars.lib.refusal import refusal
from regulars.team.guard import may
from regulars.team.models import Agent
from regulars.team.permissions import Permission
from regulars.ui.moments import Times


@may(Permission.CUSTOMERS)
@require_POST
def rename(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Call the customer by another name."""
    customer = the_customer(customer_id)
    before = customer.name
    return answer(
        request,
        customer,
        lambda: edit_customer(customer, name=request.POST.get("name", ""), by=request.user),
        says=_("The name is changed."),
        undo={"name": before},
    )


@may(Permission.CUSTOMERS)
@require_POST
def facts(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Language, time zone, and attributes: `attribute` with its `value`; an empty value takes it away."""
    customer = the_customer(customer_id)
    given = {name: request.POST[name] for name in ("language", "time_zone") if name in request.POST}
    attribute, value = request.POST.get("attribute", "").strip(), request.POST.get("value", "").strip() or None
    if not attribute:
        return answer(
            request, customer, lambda: edit_customer(customer, **given, by=request.user), says=_("It is kept.")
        )
    act = lambda: set_attribute(customer, name=attribute, value=value, by=request.user)  # noqa: E731
    return answer(request, customer, act, says=_("It is kept."))


@may(Permission.CUSTOMERS)
@require_POST
def fields(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A custom field: `key` and its `value`, or several."""
    customer, key = the_customer(customer_id), request.POST.get("key", "")
    before = customer.attributes.get(key)
    act = lambda: set_attribute(customer, name=key, value=value_of(request, "customer", key), by=request.user)  # noqa: E731
    undo = {"key": key, "value": "" if before is None else before}
    return answer(request, customer, act, says=_("It is kept."), undo=undo)


@may(Permission.CUSTOMERS)
@require_POST
def company(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The company by its name: one that there is, or a new one. Nothing is none."""
    customer, name = the_customer(customer_id), request.POST.get("company", "").strip()
    before = customer.company
    act = lambda: set_company(customer, company=_the_company(name, request.user), by=request.user)  # noqa: E731
    return answer(request, customer, act, says=_("It is kept."), undo={"company": before.name if before else ""})


@may(Permission.CUSTOMERS)
@require_POST
def consent(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Write down what they said about marketing on one channel."""
    customer = the_customer(customer_id)
    said = {name: request.POST.get(name, "") for name in ("channel", "state", "source")}
    return answer(
        request, customer, lambda: set_consent(customer, **said, by=request.user), says=_("It is written down.")
    )


def value_of(request: HttpRequest, about: str, key: str) -> object:
    """What was sent for a field, in a form that its kind reads: times are meant where the agent is."""
    field = named_field(about, key)
    if field is None:
        raise refusal("key", _("There is no such field."), "unknown")
    if field.kind == "choices":
        return [each for each in request.POST.getlist("value") if each]
    value = request.POST.get("value", "").strip()
    if field.kind == "moment" and len(value) == len("2026-05-14T11:03"):
        return (
            f"{datetime.fromisoformat(value).replace(tzinfo=Times().zone).isoformat()}" if _is_moment(value) else value
        )
    return value or None


def _is_moment(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _the_company(name: str, agent: Agent) -> Company | None:
    if not name:
        return None
    known = Company.objects.filter(name__iexact=name).order_by("pk").first()
    return known or save_company(Company(), name=name, by=agent)


@may(Permission.NOTE)
@require_POST
def add_note(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Write down something about the customer."""
    customer = the_customer(customer_id)
    text = request.POST.get("text", "")
    return answer(request, customer, lambda: note(customer, text=text, by=request.user), says=_("The note is kept."))


@may(Permission.CUSTOMERS)
@require_POST
def add_way(request: HttpRequest, customer_id: int) -> HttpResponse:
    """One more address, phone or id of theirs."""
    customer = the_customer(customer_id)
    kind, value = request.POST.get("kind", ""), request.POST.get("value", "")
    return answer(
        request,
        customer,
        lambda: add_identity(customer, kind=kind, value=value, by=request.user),
        says=_("It is added."),
    )


@may(Permission.CUSTOMERS)
@require_POST
def remove_way(request: HttpRequest, customer_id: int, identity_id: int) -> HttpResponse:
    """Take an address, phone or id off."""
    customer = the_customer(customer_id)
    identity = get_object_or_404(Identity, pk=identity_id, customer=customer)
    again = {"kind": identity.kind, "value": identity.value}
    return answer(
        request,
        customer,
        lambda: remove_identity(customer, identity=identity, by=request.user),
        says=_("%s is off.") % identity.value,
        undo=again,
        undo_at=f"/customers/{customer.pk}/identities",
    )


@may(Permission.CUSTOMERS)
@require_POST
def first_way(request: HttpRequest, customer_id: int, identity_id: int) -> HttpResponse:
    """Let this address, phone or id be the first of its kind."""
    customer = the_customer(customer_id)
    identity = get_object_or_404(Identity, pk=identity_id, customer=customer)
    says = _("%s comes first now.") % identity.value
    return answer(request, customer, lambda: make_primary(customer, identity=identity, by=request.user), says=says)
