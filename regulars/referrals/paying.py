"""What both get for a referral, and how it is taken back. Everything here stands in the transaction of the decision."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from regulars.customers.actor import SYSTEM, By
from regulars.customers.timeline import record
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.take_back import take_back
from regulars.loyalty.keeping import survivor_of
from regulars.loyalty.models import Account, Operation
from regulars.loyalty.periods import start_of
from regulars.referrals.events import MilestoneReached
from regulars.referrals.models import Link, Milestone, Referral, Scheme
from regulars.referrals.promising import promised
from regulars.referrals.telling import facts, tell_approved, tell_taken_back

State = Referral.State


def pay(referral: Referral, *, by: By, at: datetime) -> None:
    """Both get what they were promised; the member nothing beyond so many friends in a period. The referral is held."""
    links = _alone(referral.giver)
    said = promised(referral)
    giver_points = 0 if _is_full(referral, at) else said.giver_points
    reason = _("For a friend who was brought along")
    giver_gain = _gain(referral.giver, giver_points, f"referral {referral.pk} giver", reason, at=at)
    welcome = _("Welcome: a friend sent you")
    friend_gain = _gain(referral.friend, said.friend_points, f"referral {referral.pk} friend", welcome, at=at)
    referral.end(State.APPROVED, at=at, giver_gain=giver_gain, friend_gain=friend_gain)
    tell_approved(referral, by=by, at=at)
    keep_milestones(referral, links[0], at=at)


def unpay(referral: Referral, why: str, *, by: By, at: datetime, **noted: object) -> None:
    """Take back what both got, as the programme takes back the points of refunds. The referral is held."""
    links = _alone(referral.giver)
    for gain in (referral.giver_gain, referral.friend_gain):
        _take(gain, f"referral {referral.pk} back", at=at)
    referral.end(State.TAKEN_BACK, why=why, at=at, **noted)
    tell_taken_back(referral, by=by, at=at)
    keep_milestones(referral, links[0], at=at)


def keep_milestones(referral: Referral, link: Link, *, at: datetime) -> None:
    """Give those that are reached, and take back those that are not any more."""
    friends = Referral.objects.of_giver(link.account.customer_id).filter(
        state=State.APPROVED, link__account__programme=link.account.programme_id
    )
    many = friends.aggregate(many=Count("friend__customer", distinct=True))["many"]
    given = {each.friends: each for each in Milestone.objects.filter(link=link, is_over=False)}
    for number, each in given.items():
        if number > many:
            _take(each.gain, f"milestone {each.pk} back", at=at)
            Milestone.objects.filter(pk=each.pk).update(is_over=True)
    for number, points in link.account.programme.scheme.milestones:
        if number <= many and number not in given:
            _reach(referral, link, number, points, at=at)


def _reach(referral: Referral, link: Link, number: int, points: int, *, at: datetime) -> None:
    before = Milestone.objects.filter(link=link, friends=number).count()
    reason = _("For %s friends who were brought along") % number
    gain = _gain(link.account, points, f"milestone {link.pk} {number} {before}", reason, at=at)
    if gain:
        Milestone.objects.create(link=link, friends=number, gain=gain)
        unit = link.account.programme.unit(points)
        event = MilestoneReached(**facts(referral), friends=number, points=points, unit=unit)
        record(event, customer=link.account.customer_id, by=SYSTEM, at=at)


def _alone(giver: Account) -> list[Link]:
    """The member's links, the oldest first (a merge brings several together), held: how many friends gave points is counted alone."""
    theirs = Link.objects.filter(account__customer=giver.customer_id, account__programme=giver.programme_id)
    locked = theirs.select_for_update(of=("self",)).select_related("account__programme__scheme").order_by("pk")
    return list(locked)


def _is_full(referral: Referral, at: datetime) -> bool:
    scheme, clock = referral.giver.programme.scheme, referral.giver.programme.clock
    given = Referral.objects.of_giver(referral.giver.customer_id).filter(
        state=State.APPROVED, giver_gain__isnull=False, link__account__programme=referral.giver.programme_id
    )
    if scheme.every != Scheme.Every.EVER:
        since = start_of(at, scheme.every, clock.zone, begins=clock.year_begins)  # type: ignore[arg-type]
        given = given.filter(decided_at__gte=since)
    return given.count() >= scheme.most


def _gain(account: Account, points: int, key: str, reason: str, *, at: datetime) -> Operation | None:
    """They count for no tier, and may be spent at once. Whoever has left, or is suspended, gets none."""
    account = Account.objects.get(pk=survivor_of(account.pk))
    if not points or account.status != Account.Status.ACTIVE:
        return None
    said = {"points": points, "qualifying": 0, "reason": reason, "key": key}
    return earn(account, at=at, activates_at=at, may_move=False, by=SYSTEM, **said)


def _take(gain: Operation | None, key: str, *, at: datetime) -> None:
    if gain is not None:
        reason = _("What a friend had brought does not count any more")
        take_back(gain.account, earned=gain, at=at, reason=reason, key=f"{key} {gain.pk}", by=SYSTEM)
