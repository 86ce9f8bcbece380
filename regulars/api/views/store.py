"""Tills: who stands at the counter, and what is done there. Safe to repeat: a till that was offline sends its slips again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from regulars.api import points, rows
from regulars.api.given.kinds import Page
from regulars.api.given.store import AtTheCounter, SlipGiven
from regulars.api.shapes import PageOf
from regulars.api.shapes import loyalty as member_shapes
from regulars.api.shapes import store as shapes
from regulars.api.signing_in import needing
from regulars.api.told import loyalty as members
from regulars.api.told import store as told
from regulars.api.told.answers import page_of
from regulars.api.told.answers import told as answered
from regulars.channels.store.actions.take_slip import take_slip
from regulars.channels.store.actions.undo_slip import undo_slip
from regulars.channels.store.finding import members_like
from regulars.channels.store.models import Place, Slip
from regulars.lib.refusal import refusal
from regulars.loyalty.models import Account
from regulars.loyalty.queries import by_number
from regulars.team.permissions import Permission

router = Router(tags=["Tills"])
MAY, PLACE = needing(Permission.POINTS), "/places/{int:number}"


@router.get("/places", auth=MAY, response=PageOf[shapes.Place], summary="List places that have a till")
def list_places(request: HttpRequest) -> HttpResponse:
    """Each with the programme whose points it gives."""
    several = Place.objects.filter(is_open=True).select_related("programme")
    return page_of([told.place(row) for row in several], None)


@router.get(f"{PLACE}/members", auth=MAY, response=PageOf[member_shapes.Member], summary="Who stands at the counter")
def find_members(request: HttpRequest, number: int, asked: Query[AtTheCounter]) -> HttpResponse:
    """By the number of a card, which finds one alone, a phone, an address or a name: eight at most."""
    return page_of([members.member(row) for row in members_like(_place(number).programme, asked.search)], None)


@router.get(f"{PLACE}/slips", auth=MAY, response=PageOf[shapes.Slip], summary="What was done at a till")
def list_slips(request: HttpRequest, number: int, asked: Query[Page]) -> HttpResponse:
    """What was taken last comes first."""
    found = Slip.objects.filter(place=_place(number)).select_related("account")
    return rows.newest(found, asked, told.slip)


@router.post(f"{PLACE}/slips", auth=MAY, response={201: shapes.Slip}, summary="Take a slip")
def take(request: HttpRequest, number: int, given: SlipGiven) -> HttpResponse:
    """A purchase, points redeemed, or a visit: once for its `client_id`, however often it is sent. 409 when that was something else."""
    facts = given.model_dump(exclude={"member", "card"})
    return answered(told.slip(take_slip(_place(number), account=_member(given), by=request.auth, **facts)), status=201)


@router.post("/slips/{int:number}/undo", auth=MAY, response=shapes.Slip, summary="Undo a slip")
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Within a day; later, whoever runs programmes may. Harmless twice."""
    row = rows.the_one(Slip.objects.select_related("account").filter(pk=number), f"There is no slip {number}")
    return answered(told.slip(undo_slip(row, by=request.auth)))


def _member(given: SlipGiven) -> Account:
    if given.member:
        return points.the_member(given.member)
    found = by_number(given.card) if given.card else None
    if found is None:
        raise refusal("member", "Say which member, or the number of their card.", "unknown")
    return found


def _place(number: int) -> Place:
    several = Place.objects.select_related("programme").filter(pk=number, is_open=True)
    return rows.the_one(several, f"There is no place {number}")
