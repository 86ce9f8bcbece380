"""Members of loyalty programmes: who they are, what they have, and what is done with their points."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from regulars.api import points
from regulars.api.given.earning import bought
from regulars.api.given.kinds import Page
from regulars.api.given.loyalty import (
    Adjusting,
    EarnGiven,
    Ending,
    Extension,
    GivingBack,
    Holding,
    Joining,
    MemberAsked,
    MembersAsked,
    MemberStatusGiven,
    Releasing,
    SpendGiven,
    TakingBack,
    TierGiven,
    Transfer,
)
from regulars.api.shapes import PageOf
from regulars.api.shapes import loyalty as shapes
from regulars.api.signing_in import Bearer, Session, needing
from regulars.api.told import loyalty as told
from regulars.api.told.answers import told as answered
from regulars.automation.capabilities import the_customer
from regulars.loyalty.actions.activate import activate
from regulars.loyalty.actions.adjust import adjust
from regulars.loyalty.actions.capture import capture
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.extend import extend
from regulars.loyalty.actions.give_back import give_back
from regulars.loyalty.actions.give_tier import give_tier
from regulars.loyalty.actions.hold import hold
from regulars.loyalty.actions.join import join
from regulars.loyalty.actions.redeem import redeem
from regulars.loyalty.actions.release import release
from regulars.loyalty.actions.restore import restore
from regulars.loyalty.actions.set_membership import set_membership
from regulars.loyalty.actions.take_back import take_back
from regulars.loyalty.actions.transfer import transfer
from regulars.loyalty.queries import statement
from regulars.team.permissions import Permission

router = Router(tags=["Points"])
ONE, HOLD, DONE = "/loyalty/members/{int:number}", "/loyalty/holds/{int:number}", "/loyalty/operations/{int:number}"
# What programs credit is bounded by nothing: whoever sits at a desk gives by hand, with its limit, or runs programmes.
EARNING = [Bearer(Permission.POINTS), Session(Permission.LOYALTY)]
MAY, RUNS, IT = needing(Permission.POINTS), needing(Permission.LOYALTY), {201: shapes.Operation}


@router.get("/loyalty/members", response=PageOf[shapes.Member], summary="List or find members")
def list_members(request: HttpRequest, asked: Query[MembersAsked]) -> HttpResponse:
    """Of a programme, who joined last first. What is theirs may be a night old here: one member's own page is to the second."""
    return points.listed(asked)


@router.post("/loyalty/members", auth=MAY, response={201: shapes.WholeMember}, summary="Let a customer join")
def join_programme(request: HttpRequest, given: Joining) -> HttpResponse:
    """Harmless twice."""
    words = points.words_of(request, given)
    customer = the_customer(words.pop("customer"), by=request.auth)
    programme = points.the_programme(words.pop("programme", None))
    member = join(customer, programme=programme, by=request.auth, **words)
    return answered(told.whole_member(statement(member)), status=201)


@router.get(ONE, response=shapes.WholeMember, summary="Read what a member has, at any instant")
def read_member(request: HttpRequest, number: int, asked: Query[MemberAsked]) -> HttpResponse:
    """Points by where they are, when they expire, and how far it is to the next tier."""
    return answered(told.whole_member(statement(points.the_member(number), at=asked.at)))


@router.get(f"{ONE}/history", response=PageOf[shapes.Operation], summary="What was done with a member's points")
def read_history(request: HttpRequest, number: int, asked: Query[Page]) -> HttpResponse:
    """The newest first, each with its reason."""
    return points.operations_of(points.the_member(number), asked=asked)


@router.get(f"{ONE}/lots", response=list[shapes.Lot], summary="A member's credits")
def read_lots(request: HttpRequest, number: int) -> HttpResponse:
    """As they are written down, those used up included."""
    return answered([told.lot(each) for each in points.the_member(number).lots.order_by("pk")])


@router.post(f"{ONE}/earn", auth=EARNING, response=IT, summary="Credit points")
def earn_points(request: HttpRequest, number: int, given: EarnGiven) -> HttpResponse:
    """So many, or what a purchase gives by the terms, the member's tier and the rules. Send a key to earn once. A browser needs the right to run programmes."""
    member, words = points.the_member(number), points.words_of(request, given)
    known = {name: words.pop(name, "") for name in ("shop", "paid_by")}
    if words.pop("items", None) is not None or (given.spend is not None and any(known.values())):
        spend = words.pop("spend", None)
        words["occasion"] = bought(spend, given.items, member=member, number=given.reference, **known)
    return points.operation(earn(member, by=request.auth, **words))


@router.post(f"{ONE}/redeem", auth=MAY, response=IT, summary="Spend points")
def redeem_points(request: HttpRequest, number: int, given: SpendGiven) -> HttpResponse:
    """At once; those that expire first go first. 422 with the code `not_enough` when there are not so many."""
    return points.operation(redeem(points.the_member(number), by=request.auth, **points.words_of(request, given)))


@router.post(f"{ONE}/hold", auth=MAY, response=IT, summary="Reserve points")
def hold_points(request: HttpRequest, number: int, given: Holding) -> HttpResponse:
    """Until the hold is captured or released, or its time is over."""
    return points.operation(hold(points.the_member(number), by=request.auth, **points.words_of(request, given)))


@router.post(f"{HOLD}/capture", auth=MAY, response=IT, summary="Spend reserved points")
def capture_hold(request: HttpRequest, number: int, given: Ending) -> HttpResponse:
    """All, or so many: the rest is free again. Harmless twice."""
    return points.operation(capture(points.the_hold(number), by=request.auth, **points.words_of(request, given)))


@router.post(f"{HOLD}/release", auth=MAY, response=IT, summary="Let reserved points go")
def release_hold(request: HttpRequest, number: int, given: Releasing) -> HttpResponse:
    """Harmless twice."""
    return points.operation(release(points.the_hold(number), by=request.auth, **points.words_of(request, given)))


@router.get(DONE, response=shapes.Operation, summary="Read an operation")
def read_operation(request: HttpRequest, number: int) -> HttpResponse:
    """What was done, why, and what came of it."""
    return points.operation(points.the_operation(number), status=200)


@router.post(f"{DONE}/take-back", auth=MAY, response=IT, summary="Take back what a refunded purchase earned")
def take_points_back(request: HttpRequest, number: int, given: TakingBack) -> HttpResponse:
    """By the programme's policy. Never more than was earned: without a number it is harmless twice."""
    words = points.words_of(request, given)
    earned = points.the_operation(number)
    return points.operation(take_back(points.the_member(earned.account_id), earned=earned, by=request.auth, **words))


@router.post(f"{DONE}/restore", auth=MAY, response=IT, summary="Restore what was taken back of an earning")
def restore_points(request: HttpRequest, number: int, given: GivingBack) -> HttpResponse:
    """Its refund did not go through: to the credit they were taken from. Never more than was taken back; without a number, harmless twice."""
    words = points.words_of(request, given)
    earned = points.the_operation(number)
    return points.operation(restore(points.the_member(earned.account_id), earned=earned, by=request.auth, **words))


@router.post(f"{DONE}/give-back", auth=MAY, response=IT, summary="Give redeemed points back")
def give_points_back(request: HttpRequest, number: int, given: GivingBack) -> HttpResponse:
    """To the credits that they came from, with their dates. Never more than was redeemed: without a number it is harmless twice."""
    words = points.words_of(request, given)
    spent = points.the_operation(number)
    return points.operation(give_back(points.the_member(spent.account_id), redeemed=spent, by=request.auth, **words))


@router.post(f"{DONE}/activate", auth=MAY, response=IT, summary="Let points that wait be spent")
def activate_points(request: HttpRequest, number: int, given: Releasing) -> HttpResponse:
    """As the parcel has arrived, for instance. Harmless twice."""
    return points.operation(activate(points.the_operation(number), by=request.auth, **points.words_of(request, given)))


@router.post(f"{ONE}/adjust", auth=MAY, response=IT, summary="Give or take points by hand")
def adjust_points(request: HttpRequest, number: int, given: Adjusting) -> HttpResponse:
    """For a reason that the member reads."""
    return points.operation(adjust(points.the_member(number), by=request.auth, **points.words_of(request, given)))


@router.post(f"{ONE}/transfer", auth=MAY, response=IT, summary="Give points to another member")
def transfer_points(request: HttpRequest, number: int, given: Transfer) -> HttpResponse:
    """They keep their dates, and count for no tier there."""
    words = points.words_of(request, given)
    other = points.the_member(words.pop("to"))
    return points.operation(transfer(points.the_member(number), to=other, by=request.auth, **words))


@router.post(f"{ONE}/extend", auth=RUNS, response=IT, summary="Let points last longer")
def extend_points(request: HttpRequest, number: int, given: Extension) -> HttpResponse:
    """Those that are not over yet."""
    return points.operation(extend(points.the_member(number), by=request.auth, **points.words_of(request, given)))


@router.post(f"{ONE}/tier", auth=RUNS, response=shapes.WholeMember, summary="Give a tier")
def give_member_tier(request: HttpRequest, number: int, given: TierGiven) -> HttpResponse:
    """At least this one, until then or for good."""
    give_tier(points.the_member(number), by=request.auth, **points.words_of(request, given))
    return answered(told.whole_member(statement(points.the_member(number))))


@router.post(f"{ONE}/status", auth=MAY, response=shapes.WholeMember, summary="Suspend, end or resume a membership")
def set_member_status(request: HttpRequest, number: int, given: MemberStatusGiven) -> HttpResponse:
    """Harmless twice."""
    set_membership(points.the_member(number), status=given.status, by=request.auth)
    return answered(told.whole_member(statement(points.the_member(number))))
