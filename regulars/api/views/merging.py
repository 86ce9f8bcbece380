"""Customers who are one person, and what they agreed to."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from regulars.api import shapes, told
from regulars.api.given.customers import ConsentGiven, CustomerMerging, OtherCustomer
from regulars.api.signing_in import needing
from regulars.api.views.customers import ONE, the_customer
from regulars.automation.capabilities import CAPABILITIES
from regulars.customers.actions.refuse_likeness import refuse_likeness
from regulars.customers.actions.set_consent import set_consent
from regulars.customers.actions.unmerge import unmerge
from regulars.customers.consents import consents_of
from regulars.customers.likeness import suggestions_for
from regulars.customers.models import Customer
from regulars.lib.refusal import refusal
from regulars.team.permissions import Permission

router = Router(tags=["Customers"])
CHANGING = needing(Permission.CUSTOMERS)


@router.post(f"{ONE}/merge", auth=CHANGING, response=shapes.Customer, summary="Merge into another customer")
def merge(request: HttpRequest, number: int, given: CustomerMerging) -> HttpResponse:
    """Answers with the one who goes on. Reading the merged one leads there (308). Harmless twice; `unmerge` undoes it."""
    into = Customer.objects.filter(pk=given.into).first()
    if into is None:
        raise refusal("into", f"There is no customer {given.into}.", "unknown")
    source = the_customer(number, is_itself=True)
    survivor = CAPABILITIES["merge customer"].act(source, into=into, take=given.take, by=request.auth)
    return told.told(told.customer(the_customer(survivor.pk)))


@router.post(f"{ONE}/unmerge", auth=CHANGING, response=shapes.Customer, summary="Take out of another customer")
def take_apart(request: HttpRequest, number: int) -> HttpResponse:
    """With all that was theirs, and what came by their addresses since. Harmless for one who was not merged."""
    unmerge(the_customer(number, is_itself=True), by=request.auth)
    return told.told(told.customer(the_customer(number)))


@router.get(f"{ONE}/likely", response=shapes.PageOf[shapes.Likeness], summary="Whom they may be as well")
def likely(request: HttpRequest, number: int) -> HttpResponse:
    """The most alike first, with the reasons."""
    customer = the_customer(number)
    return told.page_of([told.likeness(row, customer) for row in suggestions_for(customer)], None)


@router.post(f"{ONE}/not-the-same", auth=CHANGING, response={204: None}, summary="Say that two are not one")
def not_the_same(request: HttpRequest, number: int, given: OtherCustomer) -> HttpResponse:
    """Nobody is asked again. Harmless twice."""
    refuse_likeness(the_customer(number), other=the_customer(given.other), by=request.auth)
    return HttpResponse(status=204)


@router.get(f"{ONE}/consents", response=shapes.PageOf[shapes.Consent], summary="What they agreed to")
def consents(request: HttpRequest, number: int) -> HttpResponse:
    """The newest word for each channel and purpose. What is not listed was never asked."""
    found = consents_of(the_customer(number).pk)
    return told.page_of([told.consent(found[key]) for key in sorted(found)], None)


@router.post(f"{ONE}/consents", auth=CHANGING, response=shapes.PageOf[shapes.Consent], summary="Write down a consent")
def add_consent(request: HttpRequest, number: int, given: ConsentGiven) -> HttpResponse:
    """Earlier ones stay in the log."""
    set_consent(the_customer(number), **given.model_dump(), by=request.auth)
    return consents(request, number)
