"""Rewards: the catalogue, what members may have and have, their codes at a checkout, and points as money."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from regulars.api import points, rewarding, rows
from regulars.api.given.kinds import Page
from regulars.api.given.rewards import (
    Arriving,
    Cancelling,
    Claiming,
    ClaimsAsked,
    CodeAsked,
    CodeRefunded,
    CodesGiven,
    CodeUsed,
    NewReward,
    PayAsked,
    PointsPaying,
    RewardChanges,
    Shipping,
    Using,
)
from regulars.api.shapes import PageOf
from regulars.api.shapes import rewards as shapes
from regulars.api.signing_in import needing
from regulars.api.told import rewards as told
from regulars.api.told.answers import time
from regulars.api.told.answers import told as answered
from regulars.customers.merging import survivor_of
from regulars.loyalty.queries import statement
from regulars.rewards.actions.add_codes import add_codes
from regulars.rewards.actions.cancel import cancel
from regulars.rewards.actions.claim import claim
from regulars.rewards.actions.deliver import deliver
from regulars.rewards.actions.pay import pay, what_pays
from regulars.rewards.actions.refund_card import refund_card
from regulars.rewards.actions.save_reward import save_reward
from regulars.rewards.actions.ship import ship
from regulars.rewards.actions.spend_card import spend_card
from regulars.rewards.actions.use import use
from regulars.rewards.choosing import suggestion_for
from regulars.rewards.models import Claim, Reward
from regulars.rewards.queries import catalogue, claims
from regulars.team.permissions import Permission

router = Router(tags=["Rewards"])
ALL, ONE, CLAIM, MEMBER = "/rewards", "/rewards/{int:number}", "/claims/{int:number}", "/loyalty/members/{int:number}"
MAY, RUNS = needing(Permission.POINTS), needing(Permission.LOYALTY)


@router.get(ALL, response=PageOf[shapes.Reward], summary="List the catalogue of rewards")
def list_rewards(request: HttpRequest, asked: Query[Page]) -> HttpResponse:
    """The newest first, those that are not on offer included."""
    return rows.newest(Reward.objects.all(), asked, told.reward)


@router.get(ONE, response=shapes.Reward, summary="Read a reward")
def read_reward(request: HttpRequest, number: int) -> HttpResponse:
    """With how many are left."""
    return answered(told.reward(rewarding.the_reward(number)))


@router.post(ALL, auth=RUNS, response={201: shapes.Reward}, summary="Put a reward into the catalogue")
def add_reward(request: HttpRequest, given: NewReward) -> HttpResponse:
    """Codes cost a year at most: `code_days`."""
    facts = _facts(given) | {"programme": points.the_programme(given.programme)}
    return answered(told.reward(save_reward(None, facts=facts, by=request.auth)), status=201)


@router.patch(ONE, auth=RUNS, response=shapes.Reward, summary="Change a reward")
def change_reward(request: HttpRequest, number: int, given: RewardChanges) -> HttpResponse:
    """Codes that somebody has keep what they promised."""
    return answered(told.reward(save_reward(rewarding.the_reward(number), facts=_facts(given), by=request.auth)))


@router.post(f"{ONE}/codes", auth=RUNS, response=shapes.Codes, summary="Add codes of the shop's own")
def add_reward_codes(request: HttpRequest, number: int, given: CodesGiven) -> HttpResponse:
    """Each goes out once. Harmless twice."""
    return answered({"new": add_codes(rewarding.the_reward(number), codes=given.codes, by=request.auth)})


@router.get(f"{MEMBER}/rewards", auth=MAY, response=list[shapes.OfferedReward], summary="What a member may have")
def list_offered(request: HttpRequest, number: int) -> HttpResponse:
    """By the very questions that claiming asks; one of them may be what we would put before them."""
    said = statement(points.the_member(number))
    offered = catalogue(said)
    suggestion = suggestion_for(said, offered)
    return answered([told.offered(each, suggestion) for each in offered])


@router.post(f"{MEMBER}/claims", auth=MAY, response={201: shapes.Claim}, summary="Claim a reward for a member")
def claim_reward(request: HttpRequest, number: int, given: Claiming) -> HttpResponse:
    """Its points are set aside until the code is used, or spent at once. Refused with why in a word."""
    words = points.words_of(request, given)
    reward = rewarding.named_reward(words.pop("reward"))
    return rewarding.claim(claim(points.the_member(number), reward=reward, by=request.auth, **words), status=201)


@router.get("/claims", auth=MAY, response=PageOf[shapes.Claim], summary="List what members have")
def list_claims(request: HttpRequest, asked: Query[ClaimsAsked]) -> HttpResponse:
    """The newest first."""
    now, found = timezone.now(), claims(state=asked.state)
    found = found.filter(customer=survivor_of(asked.customer)) if asked.customer else found
    return rows.newest(found, asked, lambda row: told.claim(row, now=now))


@router.get(CLAIM, auth=MAY, response=shapes.Claim, summary="Read a claim")
def read_claim(request: HttpRequest, number: int) -> HttpResponse:
    """With its code."""
    return rewarding.claim(rewarding.the_claim(number))


@router.post(f"{CLAIM}/use", auth=MAY, response=shapes.Claim, summary="Use a reward")
def use_claim(request: HttpRequest, number: int, given: Using) -> HttpResponse:
    """What was set aside for it is spent. Harmless twice with the same reference."""
    return _done(request, use, rewarding.the_claim(number), given)


@router.post(f"{CLAIM}/cancel", auth=MAY, response=shapes.Claim, summary="Cancel a reward")
def cancel_claim(request: HttpRequest, number: int, given: Cancelling) -> HttpResponse:
    """Its points return to the credits that they came from. Harmless twice."""
    return _done(request, cancel, rewarding.the_claim(number), given)


@router.post(f"{CLAIM}/ship", auth=MAY, response=shapes.Claim, summary="A reward has left")
def ship_claim(request: HttpRequest, number: int, given: Shipping) -> HttpResponse:
    """Harmless twice."""
    return _done(request, ship, rewarding.the_claim(number), given)


@router.post(f"{CLAIM}/deliver", auth=MAY, response=shapes.Claim, summary="A reward has arrived")
def deliver_claim(request: HttpRequest, number: int, given: Arriving) -> HttpResponse:
    """Harmless twice."""
    return _done(request, deliver, rewarding.the_claim(number), given)


@router.post("/codes/check", auth=MAY, response=shapes.Checked, summary="Check a code")
def check_code(request: HttpRequest, given: CodeAsked) -> HttpResponse:
    """What it is good for, or why not, in a word. Changes nothing; asked too often, 429."""
    found = rewarding.looked_up(request, given.code)
    return answered(told.checked(found, rewarding.why_not(found, given.order), now=timezone.now()))


@router.post("/codes/use", auth=MAY, response=shapes.Claim, summary="Use a code")
def use_code(request: HttpRequest, given: CodeUsed) -> HttpResponse:
    """As a whole; or so much of a gift card, once for each key."""
    found = rewarding.the_code(request, given.code)
    if given.amount is None:
        return rewarding.claim(use(found, by=request.auth, reference=given.reference, order=given.order))
    key = points.words_of(request, given).get("key")
    spend_card(found, amount=given.amount, reference=given.reference, key=key, by=request.auth)
    return rewarding.claim(found)


@router.post("/codes/refund", auth=MAY, response=shapes.Claim, summary="Put money back on a gift card")
def refund_code(request: HttpRequest, given: CodeRefunded) -> HttpResponse:
    """Never more than was paid from it; once for each key."""
    found = rewarding.the_code(request, given.code)
    key = points.words_of(request, given).get("key")
    refund_card(found, amount=given.amount, reference=given.reference, key=key, by=request.auth)
    return rewarding.claim(found)


@router.post(f"{MEMBER}/pay/preview", auth=MAY, response=shapes.Payable, summary="How much of an order points may pay")
def preview_paying(request: HttpRequest, number: int, given: PayAsked) -> HttpResponse:
    """By the programme's limits. Changes nothing."""
    said = statement(points.the_member(number))
    return answered(
        told.payable(what_pays(said.account, order=given.order, available=said.available, points=given.points))
    )


@router.post(f"{MEMBER}/pay", auth=MAY, response={201: shapes.Paid}, summary="Pay a part of an order with points")
def pay_with_points(request: HttpRequest, number: int, given: PointsPaying) -> HttpResponse:
    """They are set aside: capture the hold when the order is paid, or release it."""
    done, may = pay(points.the_member(number), by=request.auth, **points.words_of(request, given))
    held = {"hold": done.hold.pk, "expires_at": time(done.hold.expires_at)}
    return answered(told.payable(may) | held, status=201)


def _done(request: HttpRequest, verb: Any, found: Claim, given: Any) -> HttpResponse:
    return rewarding.claim(verb(found, by=request.auth, **points.words_of(request, given)))


def _facts(given: RewardChanges) -> dict[str, Any]:
    """Raises ValidationError("product")."""
    facts = given.model_dump(exclude_unset=True, exclude={"programme"})
    if facts.get("product"):
        facts["product"] = rewarding.the_product(facts["product"])
    return facts
