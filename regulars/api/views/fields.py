"""Custom fields: which there are, and what conversations keep in them. Customers and companies keep theirs in `attributes`."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from regulars.api import shapes, told
from regulars.api.doing import now
from regulars.api.given.fields import FieldChanges, FieldsAsked, FieldValues, NewField
from regulars.api.signing_in import needing
from regulars.automation.capabilities import the_conversation
from regulars.conversations.actions.set_field import set_field
from regulars.customers.actions.save_field import save_field
from regulars.customers.actions.turn_field import turn_field
from regulars.customers.models import CustomField
from regulars.team.models import Agent
from regulars.team.permissions import Permission

router = Router(tags=["Custom fields"])
ORDERING = needing(Permission.ORDER)


@router.get("/fields", response=shapes.PageOf[shapes.CustomField], summary="List custom fields")
def list_fields(request: HttpRequest, asked: Query[FieldsAsked]) -> HttpResponse:
    """Retired ones, too."""
    rows = CustomField.objects.filter(**({"about": asked.about} if asked.about else {})).order_by(
        "about", "position", "pk"
    )
    return told.page_of([told.field(row) for row in rows], None)


@router.post("/fields", auth=ORDERING, response={201: shapes.CustomField}, summary="Add a custom field")
def add_field(request: HttpRequest, given: NewField) -> HttpResponse:
    field = CustomField()
    _save(field, given.model_dump(), by=request.auth)
    return told.told(told.field(field), status=201)


@router.patch("/fields/{int:number}", auth=ORDERING, response=shapes.CustomField, summary="Change a custom field")
def change_field(request: HttpRequest, number: int, given: FieldChanges) -> HttpResponse:
    """What is left out stays as it is, and so do its key and its kind."""
    field = CustomField.objects.filter(pk=number).first()
    if field is None:
        raise Http404(f"There is no field {number}")
    _save(field, given.model_dump(exclude_unset=True), by=request.auth)
    field.refresh_from_db()
    return told.told(told.field(field))


@router.patch(
    "/conversations/{int:number}/fields",
    auth=needing(Permission.ORGANISE),
    response=shapes.Conversation,
    summary="Fill in custom fields",
)
@transaction.atomic
def fill(request: HttpRequest, number: int, given: FieldValues) -> HttpResponse:
    """Each is read as its kind; null clears. One that is wrong is named, as fields.KEY, and nothing is changed."""
    conversation = the_conversation(number, by=request.auth)
    for key, value in given.fields.items():
        set_field(conversation, field=key, value=value, by=request.auth)
    return now(request, number)


@transaction.atomic
def _save(field: CustomField, given: dict[str, Any], *, by: Agent) -> None:
    is_retired = given.pop("is_retired", None)
    for name, value in given.items():
        setattr(field, name, value)
    save_field(field, by=by)
    if is_retired is not None:
        turn_field(field, on=not is_retired, by=by)
