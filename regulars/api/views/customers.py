"""Customers: who they are, what happened with them, what we noted."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from regulars.api import cursors, reading, shapes, told
from regulars.api.given.customers import CustomerChanges, CustomersAsked, NewCustomer, NewIdentity, NoteText
from regulars.api.given.kinds import Page
from regulars.api.rows import newest
from regulars.api.signing_in import needing
from regulars.conversations import queries as conversations
from regulars.customers import queries
from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.edit_customer import edit_customer
from regulars.customers.actions.identify import identify
from regulars.customers.actions.note import note
from regulars.customers.actions.remove_identity import remove_identity
from regulars.customers.identities import normalise
from regulars.customers.listing import Asked, page_of
from regulars.customers.merging import survivor_of
from regulars.customers.models import Company, Customer, Identity
from regulars.customers.telling import told as sentences
from regulars.lib.refusal import refusal
from regulars.team.permissions import Permission

router = Router(tags=["Customers"])
ONE = "/customers/{int:number}"


@router.get("/customers", response=shapes.PageOf[shapes.Customer], summary="List or search customers")
def list_customers(request: HttpRequest, asked: Query[CustomersAsked]) -> HttpResponse:
    """Newest first. 503 when conditions ask for more than can be looked through in some seconds."""
    wanted = Asked(words=asked.search, conditions=asked.conditions, after=cursors.read_id(asked.cursor))
    several, more = page_of(wanted, asker=request.auth, size=asked.limit)
    next = cursors.written_id(several[-1].pk) if more else None
    return told.page_of([told.customer(row) for row in several], next)


@router.post(
    "/customers", auth=needing(Permission.CUSTOMERS), response={201: shapes.Customer}, summary="Add a customer"
)
@transaction.atomic
def add_customer(request: HttpRequest, given: NewCustomer) -> HttpResponse:
    """With at least one of `email`, `phone` and `external_id`; 409 when one of them is somebody's already."""
    named = {"email": given.email, "phone": given.phone, "external": given.external_id}
    named = {kind: _free(kind, value) for kind, value in named.items() if value}
    if not named:
        raise refusal("email", "Say at least one of `email`, `phone` and `external_id`.", "missing")
    first, *others = named.items()
    customer = identify(*first, name=given.name, channel="api")
    for kind, value in others:
        add_identity(customer, kind=kind, value=value)
    changes = given.model_dump(include=set(CustomerChanges.model_fields), exclude_unset=True)
    if "company" in changes:
        changes["company"] = _company(changes["company"])
    edit_customer(customer, **changes, by=request.auth)
    return told.told(told.customer(the_customer(customer.pk)), status=201)


@router.get(ONE, response=shapes.Customer, summary="Read a customer")
def read_customer(request: HttpRequest, number: int) -> HttpResponse:
    """Whoever was merged leads to whom they go on as: 308."""
    row = the_customer(number)
    if row.pk != number:
        return HttpResponse(status=308, headers={"Location": f"/api/customers/{row.pk}"})
    return told.told(told.customer(row))


@router.patch(
    ONE,
    auth=needing(Permission.CUSTOMERS),
    response=shapes.Customer,
    summary="Change a customer",
)
def change_customer(request: HttpRequest, number: int, given: CustomerChanges) -> HttpResponse:
    """What is left out stays as it is."""
    changes = given.model_dump(exclude_unset=True)
    if "company" in changes:
        changes["company"] = _company(changes["company"])
    edit_customer(the_customer(number), **changes, by=request.auth)
    return told.told(told.customer(the_customer(number)))


@router.post(
    f"{ONE}/identities",
    auth=needing(Permission.CUSTOMERS),
    response={201: shapes.Identity},
    summary="Add an address, phone or id",
)
def add(request: HttpRequest, number: int, given: NewIdentity) -> HttpResponse:
    """Harmless twice; 409 when it is somebody else's."""
    return told.told(told.identity(add_identity(the_customer(number), kind=given.kind, value=given.value)), status=201)


@router.delete(
    f"{ONE}/identities/{{int:identity}}",
    auth=needing(Permission.CUSTOMERS),
    response={204: None},
    summary="Take an address, phone or id away",
)
def remove(request: HttpRequest, number: int, identity: int) -> HttpResponse:
    """Harmless when it is gone."""
    customer = the_customer(number)
    for row in Identity.objects.filter(pk=identity, customer=customer):
        remove_identity(customer, identity=row)
    return HttpResponse(status=204)


@router.get(f"{ONE}/timeline", response=shapes.PageOf[shapes.Line], summary="What happened")
def timeline(request: HttpRequest, number: int, asked: Query[Page]) -> HttpResponse:
    """Every event, newest first, as the sentence that the desk shows."""
    customer = the_customer(number)
    events = queries.events_of(
        customer, agent=request.auth, before=cursors.read_id(asked.cursor), limit=asked.limit + 1
    )
    rows, next = _page(events, asked.limit)
    return told.page_of([told.line(line) for line in sentences(rows, customer=customer, with_quiet=True)], next)


@router.get(f"{ONE}/conversations", response=shapes.PageOf[shapes.Conversation], summary="Their conversations")
def conversations_of(request: HttpRequest, number: int, asked: Query[Page]) -> HttpResponse:
    """Newest activity first."""
    theirs, after = conversations.Choice(customer=the_customer(number).pk, with_asides=True), cursors.read(asked.cursor)
    rows, next = conversations.page(theirs, agent=request.auth, after=after, limit=asked.limit)
    return told.page_of(reading.conversations(rows), cursors.written(next))


@router.get(f"{ONE}/notes", response=shapes.PageOf[shapes.Note], summary="What we noted")
def notes(request: HttpRequest, number: int, asked: Query[Page]) -> HttpResponse:
    """Newest first."""
    return newest(the_customer(number).notes.all(), asked, told.note)


@router.post(
    f"{ONE}/notes",
    auth=needing(Permission.NOTE),
    response={201: shapes.Note},
    summary="Note something",
)
def add_note(request: HttpRequest, number: int, given: NoteText) -> HttpResponse:
    """The customer never sees it."""
    return told.told(told.note(note(the_customer(number), text=given.text, by=request.auth)), status=201)


def the_customer(number: int, *, is_itself: bool = False) -> Customer:
    """Or whom they go on as, unless `is_itself`. Raises Http404."""
    everybody = Customer.objects.select_related("company").filter(pk=number if is_itself else survivor_of(number))
    row = queries.with_identities(everybody).first()
    if row is None:
        raise Http404(f"There is no customer {number}")
    return row


def _company(number: int | None) -> Company | None:
    company = Company.objects.filter(pk=number).first() if number else None
    if number and company is None:
        raise refusal("company", f"There is no company {number}.", "unknown")
    return company


def _free(kind: str, value: str) -> str:
    """The value as it is kept. Raises ValidationError naming our own field when it cannot be one, or is taken."""
    field = "external_id" if kind == "external" else kind
    try:
        value = normalise(kind, value)
    except ValidationError as error:
        raise refusal(field, error.messages[0]) from None
    if Identity.objects.filter(kind=kind, value=value).exists():
        raise refusal(field, f"{value} belongs to a customer already.", "taken")
    return value


def _page(rows: list, limit: int) -> tuple[list, str | None]:
    return rows[:limit], cursors.written_id(rows[limit - 1].pk) if len(rows) > limit else None
