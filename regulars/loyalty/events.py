"""What happens between a customer and us with points. Facts are numbers and small words; reasons stand in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.customers.events import Event
from regulars.loyalty.models import Operation, Programme, Standing

UP, DOWN = "up", "down"


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Event):
    """A customer became a member of a programme."""

    kind = "member.joined"
    says = "Joined {name}"
    icon = "star"
    about = "member"
    member: int
    programme: int
    name: str
    version: int  # of the terms as they were then


@dataclass(frozen=True, kw_only=True)
class MembershipSet(Event):
    """A membership was suspended, ended, or is active again."""

    kind = "member.status_set"
    says = "{by} set the membership to {status}"
    icon = "star"
    about = "member"
    member: int
    programme: int
    status: str


@dataclass(frozen=True, kw_only=True)
class MemberBirthday(Event):
    """It is a member's birthday. Told once a year, whatever becomes of the day that we know."""

    kind = "member.birthday"
    says = "It is {customer}’s birthday"
    icon = "star"
    about = "member"
    member: int
    programme: int


@dataclass(frozen=True, kw_only=True)
class MemberAnniversary(Event):
    """A member joined so many years ago today."""

    kind = "member.anniversary"
    says = "Member for {years} years"
    icon = "star"
    about = "member"
    member: int
    programme: int
    years: int

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        return "Member for a year" if facts["years"] == 1 else cls.says


@dataclass(frozen=True, kw_only=True)
class PointsEvent(Event):
    """Something was done with points."""

    about = "member"
    icon = "star"
    member: int
    programme: int
    operation: int
    points: int
    unit: str  # what the programme calls so many of them
    balance: int  # as shown after it


@dataclass(frozen=True, kw_only=True)
class PointsEarned(PointsEvent):
    """The customer earned points. They may have to wait before they can be spent."""

    kind = "points.earned"
    says = "Earned {points} {unit}"
    is_pending: bool

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        return "Earned {points} {unit}, which wait" if facts["is_pending"] else cls.says


@dataclass(frozen=True, kw_only=True)
class PointsActivated(PointsEvent):
    """Points that waited may be spent."""

    kind = "points.activated"
    says = "{points} {unit} may be spent now"


@dataclass(frozen=True, kw_only=True)
class PointsHeld(PointsEvent):
    """Points were reserved for something that the customer is about to get."""

    kind = "points.held"
    says = "Reserved {points} {unit}"
    is_quiet = True


@dataclass(frozen=True, kw_only=True)
class PointsReleased(PointsEvent):
    """Points that were reserved were not used after all."""

    kind = "points.released"
    says = "{points} {unit} are not reserved any more"
    is_quiet = True


@dataclass(frozen=True, kw_only=True)
class PointsRedeemed(PointsEvent):
    """The customer spent points."""

    kind = "points.redeemed"
    says = "Redeemed {points} {unit}"


@dataclass(frozen=True, kw_only=True)
class PointsGivenBack(PointsEvent):
    """What points were spent on was cancelled, and they came back."""

    kind = "points.given_back"
    says = "Got {points} {unit} back"
    icon = "undo"


@dataclass(frozen=True, kw_only=True)
class PointsTakenBack(PointsEvent):
    """A purchase was refunded, and so were the points that came of it.

    `points` were taken, or are owed. Those that had been spent may be written off; those that are reserved are taken when they come back.
    """

    kind = "points.taken_back"
    says = "{points} {unit} were taken back"
    icon = "undo"
    written_off: int = 0
    reserved: int = 0

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        return (
            "{points} {unit} were taken back, and {written_off} written off" if facts.get("written_off") else cls.says
        )


@dataclass(frozen=True, kw_only=True)
class PointsAdjusted(PointsEvent):
    """Somebody gave points, or took them, for a reason of their own; `points` is less than nothing when they were taken."""

    kind = "points.adjusted"
    says = "{by} gave {points} {unit}"

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        return cls.says if facts["points"] > 0 else "{by} changed the balance by {points} {unit}"


@dataclass(frozen=True, kw_only=True)
class PointsExpired(PointsEvent):
    """Points are over, because nobody spent them in time."""

    kind = "points.expired"
    says = "{points} {unit} expired"
    icon = "clock"


@dataclass(frozen=True, kw_only=True)
class PointsExtended(PointsEvent):
    """Points may be spent for longer than they were promised."""

    kind = "points.extended"
    says = "{by} let {points} {unit} last longer"
    icon = "clock"


@dataclass(frozen=True, kw_only=True)
class PointsSent(PointsEvent):
    """The customer gave points to another member."""

    kind = "points.sent"
    says = "Sent {points} {unit} to another member"


@dataclass(frozen=True, kw_only=True)
class PointsGot(PointsEvent):
    """Another member gave the customer points."""

    kind = "points.got"
    says = "Got {points} {unit} from another member"


@dataclass(frozen=True, kw_only=True)
class DebtForgiven(PointsEvent):
    """What was owed after a refund need not be paid any more."""

    kind = "points.debt_forgiven"
    says = "{points} {unit} need not be paid back"


@dataclass(frozen=True, kw_only=True)
class TierChanged(Event):
    """The customer stands in another tier, or in none. `direction` is up or down; `why` is the reason, in one word."""

    kind = "tier.changed"
    says = "Reached {name}"
    icon = "star"
    about = "member"
    member: int
    programme: int
    tier: str
    name: str
    direction: str
    why: str

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        if not facts["tier"]:
            return "Stands in no tier any more"
        return cls.says if facts["direction"] == UP else "Stands in {name} now"


_KINDS: dict[str, type[PointsEvent]] = {
    Operation.Kind.EARN: PointsEarned,
    Operation.Kind.ACTIVATE: PointsActivated,
    Operation.Kind.HOLD: PointsHeld,
    Operation.Kind.RELEASE: PointsReleased,
    Operation.Kind.CAPTURE: PointsRedeemed,
    Operation.Kind.REDEEM: PointsRedeemed,
    Operation.Kind.GIVE_BACK: PointsGivenBack,
    Operation.Kind.TAKE_BACK: PointsTakenBack,
    Operation.Kind.ADJUST: PointsAdjusted,
    Operation.Kind.EXPIRE: PointsExpired,
    Operation.Kind.EXTEND: PointsExtended,
    Operation.Kind.SEND: PointsSent,
    Operation.Kind.GET: PointsGot,
    Operation.Kind.FORGIVE: DebtForgiven,
}


def told_of(what: Operation | Standing, programme: Programme) -> Event | None:
    """The event that says so; none for what a merge did, which the timeline says in its own words."""
    if isinstance(what, Standing):
        return _tier_changed(what, programme)
    kind = _KINDS.get(what.kind)
    if kind is None or not what.amount or (what.reckoned or {}).get("returned") == 0:
        return None
    facts: dict[str, Any] = {"member": what.account_id, "programme": programme.pk, "operation": what.pk}
    facts |= {"points": what.amount, "unit": programme.unit(what.amount), "balance": what.balance}
    if kind is PointsEarned:
        facts["is_pending"] = what.change == 0 < what.amount
    if (returned := (what.reckoned or {}).get("returned")) is not None:
        facts |= {"points": returned, "unit": programme.unit(returned)}
    if kind is PointsTakenBack:
        became = what.reckoned or {}
        facts |= {"points": became["taken"], "unit": programme.unit(became["taken"])}
        facts |= {"written_off": became["written_off"], "reserved": became["reserved"]}
    return kind(**facts)


def _tier_changed(standing: Standing, programme: Programme) -> TierChanged:
    level = programme.promised.level(standing.tier)
    return TierChanged(
        member=standing.account_id,
        programme=programme.pk,
        tier=standing.tier,
        name=level.name if level else standing.tier,
        direction=UP if standing.why in (Standing.Why.REACHED, Standing.Why.GIVEN, Standing.Why.JOINED) else DOWN,
        why=standing.why,
    )
