"""Friends whom members bring along: who sent whom, how far it is, and what is decided."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from regulars.api import points, rows
from regulars.api.given.referrals import Bringing, Noted, ReferralsAsked, SchemeChanges, Voiding
from regulars.api.shapes import PageOf
from regulars.api.shapes import referrals as shapes
from regulars.api.signing_in import needing
from regulars.api.told import referrals as told
from regulars.api.told.answers import told as answered
from regulars.customers.merging import survivor_of
from regulars.referrals.actions.approve import approve
from regulars.referrals.actions.bring_along import bring_along
from regulars.referrals.actions.give_link import give_link
from regulars.referrals.actions.save_scheme import save_scheme
from regulars.referrals.actions.void import void
from regulars.referrals.models import Referral, Scheme
from regulars.referrals.queries import listed
from regulars.team.permissions import Permission

router = Router(tags=["Friends"])
ALL, ONE, TERMS = "/referrals", "/referrals/{int:number}", "/loyalty/programmes/{int:number}/referrals"
MAY, RUNS = needing(Permission.POINTS), needing(Permission.LOYALTY)


@router.get(ALL, response=PageOf[shapes.Referral], summary="List friends who were brought along")
def list_referrals(request: HttpRequest, asked: Query[ReferralsAsked]) -> HttpResponse:
    """Who came last comes first. Who only looked is nobody yet."""
    found = listed(state=asked.state or "")
    if asked.programme:
        found = found.filter(link__account__programme=asked.programme)
    if asked.customer:
        person = survivor_of(asked.customer)
        found = found.filter(Q(friend__customer=person) | Q(link__account__customer=person))
    return rows.newest(found, asked, told.referral)


@router.get(ONE, response=shapes.Referral, summary="Read how far it is with a friend")
def read_referral(request: HttpRequest, number: int) -> HttpResponse:
    """With what speaks against it."""
    return answered(told.referral(_found(number)))


@router.post(ALL, auth=MAY, response={201: shapes.Referral}, summary="Say who sent a new member")
def begin_referral(request: HttpRequest, given: Bringing) -> HttpResponse:
    """Where people join in your shop. Who was brought along before stays so: 422 names `code`."""
    points.not_in_the_future(given.at)
    friend = points.the_member(given.member)
    referral = bring_along(friend, code=given.code, at=given.at, by=request.auth)
    return answered(told.referral(_found(referral.pk)), status=201)


@router.post(f"{ONE}/approve", auth=RUNS, response=shapes.Referral, summary="Let a friend count")
def approve_referral(request: HttpRequest, number: int, given: Noted) -> HttpResponse:
    """Whatever speaks against it. Before its days are over, it waits for them."""
    approve(_found(number), note=given.note, by=request.auth)
    return answered(told.referral(_found(number)))


@router.post(f"{ONE}/void", auth=RUNS, response=shapes.Referral, summary="Let a friend not count")
def void_referral(request: HttpRequest, number: int, given: Voiding) -> HttpResponse:
    """What both have got is taken back."""
    void(_found(number), note=given.note, by=request.auth)
    return answered(told.referral(_found(number)))


@router.post(
    "/loyalty/members/{int:number}/referral-link", auth=MAY, response=shapes.Link, summary="Read a member's own link"
)
def read_link(request: HttpRequest, number: int) -> HttpResponse:
    """Made when it is first asked for."""
    return answered(told.link(give_link(points.the_member(number))))


@router.get(TERMS, response=shapes.Scheme, summary="Read what a programme gives for friends")
def read_scheme(request: HttpRequest, number: int) -> HttpResponse:
    """As usual, and closed, until somebody says otherwise."""
    return answered(told.scheme(_scheme(number)))


@router.patch(TERMS, auth=RUNS, response=shapes.Scheme, summary="Change what a programme gives for friends")
def change_scheme(request: HttpRequest, number: int, given: SchemeChanges) -> HttpResponse:
    """What is left out stays. It holds for friends who join from now on."""
    scheme = _scheme(number)
    for name, said in given.model_dump(mode="json", exclude_unset=True).items():
        setattr(scheme, name, said)
    save_scheme(scheme, by=request.auth)
    return answered(told.scheme(_scheme(number)))


def _scheme(number: int) -> Scheme:
    programme = points.the_programme(number)
    return Scheme.objects.filter(programme=programme).first() or Scheme(programme=programme)


def _found(number: int) -> Referral:
    return rows.the_one(listed().filter(pk=number), f"There is no referral {number}")
