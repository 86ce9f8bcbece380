"""The rules by which a loyalty programme gives points, and what an occasion would give somebody."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from regulars.api import points, shapes
from regulars.api.given.automation import GoingBack, Moving, Turning
from regulars.api.given.earning import EarningAsked, EarningRuleChanges, NewEarningRule
from regulars.api.rows import the_one
from regulars.api.shapes.earning import EarningRule, WouldEarn
from regulars.api.signing_in import needing
from regulars.api.told import earning as told
from regulars.api.told.answers import page_of
from regulars.api.told.answers import told as answered
from regulars.api.views.programmes import the_programme
from regulars.automation.actions.go_back import go_back
from regulars.automation.actions.move import move
from regulars.automation.actions.remove_rule import remove_rule
from regulars.automation.actions.save_rule import save_rule
from regulars.automation.actions.turn import turn
from regulars.automation.models import Rule
from regulars.automation.trying import tried
from regulars.team.permissions import Permission

router = Router(tags=["Loyalty programmes"])
ALL, ONE = "/loyalty/programmes/{int:number}/rules", "/loyalty/rules/{int:number}"
MAY, RUNS = needing(Permission.POINTS), needing(Permission.LOYALTY)


@router.get(ALL, auth=RUNS, response=shapes.PageOf[EarningRule], summary="Rules by which points are given")
def list_earning_rules(request: HttpRequest, number: int) -> HttpResponse:
    """In the order in which they are reckoned."""
    rules = the_programme(number).rules.select_related("programme").in_order()
    return page_of([told.rule(row) for row in rules], None)


@router.post(ALL, auth=RUNS, response={201: EarningRule}, summary="Make a rule that gives points")
def make_earning_rule(request: HttpRequest, number: int, given: NewEarningRule) -> HttpResponse:
    """422 names what is wrong in it: `conditions`, `steps.1.points`."""
    programme = the_programme(number)
    return answered(told.rule(save_rule(None, **given.facts, programme=programme, by=request.auth)), status=201)


@router.get(ONE, auth=RUNS, response=EarningRule, summary="Read a rule that gives points")
def read_earning_rule(request: HttpRequest, number: int) -> HttpResponse:
    return answered(told.rule(_the_rule(number)))


@router.patch(ONE, auth=RUNS, response=EarningRule, summary="Change a rule that gives points")
def change_earning_rule(request: HttpRequest, number: int, given: EarningRuleChanges) -> HttpResponse:
    """A version of its own, unless nothing differs. What was given stays."""
    rule = _the_rule(number)
    return answered(told.rule(save_rule(rule, **rule.facts | given.facts, by=request.auth)))


@router.delete(ONE, auth=RUNS, response={204: None}, summary="Take a rule that gives points away")
def delete_earning_rule(request: HttpRequest, number: int) -> HttpResponse:
    """With its versions. What it gave stays."""
    remove_rule(_the_rule(number), by=request.auth)
    return HttpResponse(status=204)


@router.post(f"{ONE}/turn", auth=RUNS, response=EarningRule, summary="Switch a rule that gives points on or off")
def turn_earning_rule(request: HttpRequest, number: int, given: Turning) -> HttpResponse:
    """Harmless twice."""
    rule = _the_rule(number)
    turn(rule, on=given.on, by=request.auth)
    return answered(told.rule(rule))


@router.post(f"{ONE}/move", auth=RUNS, response=EarningRule, summary="Give a rule that gives points another place")
def move_earning_rule(request: HttpRequest, number: int, given: Moving) -> HttpResponse:
    """Harmless twice."""
    rule = _the_rule(number)
    move(rule, to=given.to, by=request.auth)
    return answered(told.rule(rule))


@router.post(f"{ONE}/back", auth=RUNS, response=EarningRule, summary="Let a rule that gives points be as it was")
def earning_rule_back(request: HttpRequest, number: int, given: GoingBack) -> HttpResponse:
    """A new version, so it can be undone in the same way."""
    return answered(told.rule(go_back(_the_rule(number), to=given.to, by=request.auth)))


@router.post(
    "/loyalty/members/{int:number}/earn/preview", auth=MAY, response=WouldEarn, summary="How many points it would give"
)
def preview_earning(request: HttpRequest, number: int, given: EarningAsked) -> HttpResponse:
    """A purchase, an order that there is, or something else that happens: by the very reckoning of the award."""
    member = points.the_member(number)
    return answered(told.would_earn(tried(member, occasion=given.occasion_for(member), at=given.at)))


def _the_rule(number: int) -> Rule:
    several = Rule.objects.exclude(programme=None).select_related("programme")
    return the_one(several.filter(pk=number), f"There is no rule {number}")
