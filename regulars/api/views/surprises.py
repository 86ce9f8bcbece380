"""Surprises: what may be drawn, and drawing."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from regulars.api.given.surprises import Drawing
from regulars.api.rows import the_one
from regulars.api.shapes import PageOf
from regulars.api.shapes import surprises as shapes
from regulars.api.signing_in import needing
from regulars.api.told import surprises as told
from regulars.api.told.answers import page_of
from regulars.api.told.answers import told as answered
from regulars.automation.capabilities import the_customer
from regulars.surprises.actions.draw import draw
from regulars.surprises.models import Surprise
from regulars.team.permissions import Permission

router = Router(tags=["Surprises"])


@router.get("/surprises", response=PageOf[shapes.Surprise], summary="List surprises")
def list_surprises(request: HttpRequest) -> HttpResponse:
    """With what may be drawn."""
    return page_of([told.surprise(each) for each in Surprise.objects.order_by("pk")], None)


@router.post(
    "/surprises/{int:number}/draws",
    auth=needing(Permission.POINTS),
    response={201: shapes.Draw},
    summary="Draw a surprise for a customer",
)
def draw_surprise(request: HttpRequest, number: int, given: Drawing) -> HttpResponse:
    """One of the prizes, or nothing; or none is drawn, for the reason in `why_not`."""
    surprise = the_one(Surprise.objects.filter(pk=number), f"There is no surprise {number}")
    customer = the_customer(given.customer, by=request.auth)
    return answered(told.draw(draw(customer, surprise=surprise, key=given.key, by=request.auth)), status=201)
