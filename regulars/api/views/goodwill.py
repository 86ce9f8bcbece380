"""Goodwill: points or a reward by which an agent makes something right, within their budget."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from regulars.api import points, reading, rewarding, rows
from regulars.api.given.rewards import Answer, GoodwillAsked, GoodwillGiven
from regulars.api.shapes import PageOf
from regulars.api.shapes import rewards as shapes
from regulars.api.signing_in import needing
from regulars.api.told import rewards as told
from regulars.api.told.answers import told as answered
from regulars.automation.capabilities import the_customer
from regulars.rewards.actions.approve_goodwill import approve_goodwill
from regulars.rewards.actions.decline_goodwill import decline_goodwill
from regulars.rewards.actions.give_goodwill import give_goodwill
from regulars.rewards.models import Goodwill
from regulars.team.permissions import Permission

router = Router(tags=["Goodwill"])
MAY = needing(Permission.POINTS)


@router.get("/goodwill", auth=MAY, response=PageOf[shapes.Goodwill], summary="List goodwill")
def list_goodwill(request: HttpRequest, asked: Query[GoodwillAsked]) -> HttpResponse:
    """The newest first: what waits for somebody to agree, what was given, what was declined."""
    found = Goodwill.objects.filter(state=asked.state) if asked.state else Goodwill.objects.all()
    return rows.newest(found, asked, told.goodwill)


@router.post(
    "/customers/{int:number}/goodwill", auth=MAY, response={201: shapes.Goodwill}, summary="Make something right"
)
def make_it_right(request: HttpRequest, number: int, given: GoodwillGiven) -> HttpResponse:
    """Given at once, or waiting for somebody to agree: see its state. 422 says how much of the budget is left."""
    words = points.words_of(request, given)
    customer = the_customer(number, by=request.auth)
    if "conversation" in words:
        words["conversation"] = reading.conversation(words["conversation"], agent=request.auth)
    if "reward" in words:
        words["reward"] = rewarding.named_reward(words["reward"])
        words.setdefault("programme", words["reward"].programme_id)
    words["programme"] = points.the_programme(words.get("programme"))
    return answered(told.goodwill(give_goodwill(customer, by=request.auth, **words)), status=201)


@router.post("/goodwill/{int:number}/approve", auth=MAY, response=shapes.Goodwill, summary="Agree to goodwill")
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody else than who asked, who could give as much alone. Harmless twice."""
    return answered(told.goodwill(approve_goodwill(rewarding.the_goodwill(number), by=request.auth)))


@router.post("/goodwill/{int:number}/decline", auth=MAY, response=shapes.Goodwill, summary="Decline goodwill")
def decline(request: HttpRequest, number: int, given: Answer) -> HttpResponse:
    """Or take back what one has asked oneself. Harmless twice."""
    done = decline_goodwill(rewarding.the_goodwill(number), answer=given.answer, by=request.auth)
    return answered(told.goodwill(done))
