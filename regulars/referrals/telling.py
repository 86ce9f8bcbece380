"""The timelines of both: what is told of a referral, and to whom."""

from __future__ import annotations

from datetime import datetime

from regulars.customers.actor import SYSTEM, Actor, By
from regulars.customers.timeline import record
from regulars.referrals import events
from regulars.referrals.models import Referral


def facts(referral: Referral) -> dict[str, int]:
    return {"referral": referral.pk, "programme": referral.giver.programme_id}


def tell_joined(referral: Referral, *, by: By, at: datetime) -> None:
    giver, friend = referral.giver.customer_id, referral.friend.customer_id
    joined = events.FriendJoined(**facts(referral), friend=friend, way=referral.came_by)
    record(joined, customer=giver, by=Actor.of(by), at=at)
    record(events.BroughtAlong(**facts(referral), giver=giver), customer=friend, by=Actor.of(by), at=at)


def tell_bought(referral: Referral, *, at: datetime) -> None:
    bought = events.FriendBought(**facts(referral), friend=referral.friend.customer_id, order=referral.order_id)
    record(bought, customer=referral.giver.customer_id, by=SYSTEM, at=at)


def tell_flagged(referral: Referral, *, at: datetime) -> None:
    first = referral.signs[0][0] if referral.signs else ""
    said = facts(referral) | {"friend": referral.friend.customer_id, "score": referral.score, "first_sign": first}
    record(events.ReferralFlagged(**said), customer=referral.giver.customer_id, by=SYSTEM, at=at)


def tell_approved(referral: Referral, *, by: By, at: datetime) -> None:
    gains = {"giver": referral.giver_gain, "friend": referral.friend_gain}
    for side, customer in sides(referral).items():
        points = gains[side].amount if gains[side] else 0
        unit = referral.giver.programme.unit(points)
        event = events.ReferralApproved(**facts(referral), side=side, points=points, unit=unit)
        record(event, customer=customer, by=Actor.of(by), at=at)


def tell_voided(referral: Referral, *, by: By, at: datetime) -> None:
    voided = events.ReferralVoided(**facts(referral), friend=referral.friend.customer_id, why=referral.why)
    record(voided, customer=referral.giver.customer_id, by=Actor.of(by), at=at)


def tell_taken_back(referral: Referral, *, by: By, at: datetime) -> None:
    for side, customer in sides(referral).items():
        event = events.ReferralTakenBack(**facts(referral), side=side, why=referral.why)
        record(event, customer=customer, by=Actor.of(by), at=at)


def sides(referral: Referral) -> dict[str, int]:
    return {"giver": referral.giver.customer_id, "friend": referral.friend.customer_id}
