"""A night writes of plain members, many at once, what the book would have written of them one by one."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer, TimelineEvent
from regulars.loyalty.actions import sweep as night
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.give_tier import give_tier
from regulars.loyalty.actions.hold import hold
from regulars.loyalty.actions.redeem import redeem
from regulars.loyalty.actions.take_back import take_back
from regulars.loyalty.models import Account, Entry, Lot, Operation, Programme, Standing
from regulars.loyalty.reviewing import keep_tiers
from regulars.loyalty.settling import settle_plain
from regulars.loyalty.tests.members import a_member, a_programme, day
from regulars.loyalty.tests.test_ledger import EXAMPLES

LEVELS = [{"word": "silver", "name": "Silver", "min": 20}, {"word": "gold", "name": "Gold", "min": 60}]
SEVERAL = [LEVELS[0] | {"ways": [{"orders": 3}]}, LEVELS[1] | {"also": {"orders": 2}, "for_good": {"points": 80}}]
CUPS = [LEVELS[0] | {"ways": [{"cups": 2}]}, LEVELS[1] | {"also": {"cups": 3}, "for_good": {"cups": 5, "years": 1}}]
KEPT = [LEVELS[0] | {"keeps_points": True}, LEVELS[1] | {"stays": [{"points": 30}]}]
YEARS = [LEVELS[0], LEVELS[1] | {"for_good": {"years": 1}}]
MONTHS = {"kind": "calendar", "whole": "month"}
ROLLING = {"kind": "rolling", "count": 1, "unit": "month"}
TERMS = [
    {},
    {"refunds": {"policy": "unlimited"}},
    {"inactivity": {"count": 20, "unit": "day"}},
    {"tiers": {"levels": LEVELS, "period": MONTHS}},
    {"tiers": {"levels": LEVELS, "period": MONTHS, "keeps": "period end", "downgrade": "none"}, "expiry": {"count": 1}},
    {"tiers": {"levels": LEVELS, "period": MONTHS, "starts": "next period", "grace": {"count": 9, "unit": "day"}}},
    {"tiers": {"levels": LEVELS, "period": {"kind": "anniversary"}, "downgrade": "one step"}},
    {"tiers": {"levels": LEVELS, "period": ROLLING, "keeps": "follows"}},
    {"tiers": {"levels": LEVELS, "period": {"kind": "ever"}, "keeps": "span", "span": {"count": 30, "unit": "day"}}},
    {"tiers": {"levels": LEVELS, "basis": "balance", "period": {"kind": "ever"}, "keeps": "follows"}},
    {"tiers": {"levels": LEVELS, "basis": "balance", "period": {"kind": "ever"}, "keeps": "span"}},
    {"tiers": {"levels": SEVERAL, "period": MONTHS}},
    {"tiers": {"levels": LEVELS, "period": MONTHS, "rolls_over": {"again": True}}},
    {"tiers": {"levels": CUPS, "period": MONTHS, "counters": ["cups"]}},
    {
        "tiers": {"levels": KEPT, "period": MONTHS},
        "expiry": {"count": 9, "unit": "day"},
        "inactivity": {"count": 20, "unit": "day"},
    },
    {"tiers": {"levels": LEVELS, "period": ROLLING | {"kind": "own"}, "keeps": "period end", "rolls_over": {}}},
    {"tiers": {"levels": YEARS, "period": MONTHS}},
    {"tiers": {"levels": KEPT, "period": MONTHS, "keeps": "period end"}, "expiry": {"count": 9, "unit": "day"}},
    {"tiers": {"levels": KEPT, "period": ROLLING, "keeps": "follows"}},
    {"tiers": {"levels": KEPT, "period": MONTHS, "rolls_over": {}}, "expiry": {"count": 1, "since": "active"}},
]
EARNS = some.tuples(
    some.integers(1, 30), some.one_of(some.none(), some.integers(0, 40)), some.one_of(some.none(), some.integers(1, 40))
)
DEEDS = some.lists(
    some.tuples(some.sampled_from(["earn", "earn", "earn", "redeem", "hold", "refund", "given"]), EARNS), max_size=7
)
SAID = ("kind", "amount", "change", "balance", "by", "version", "digest", "reference", "reason", "at", "happened_at")


def on(number):
    return day(1, 20) + timedelta(days=number)


def acted(programme, deeds):
    """A member who did all that, a day after the other."""
    member, earned = a_member(Customer.objects.create(name="Ada"), programme, at=on(-400)), []
    for today, (deed, (points, waits, lasts)) in enumerate(deeds):
        there = Account.objects.get(pk=member.pk).available
        if deed == "earn":
            begins = None if waits is None else on(today + waits)
            ends = lasts and on(today + (waits or 0) + lasts)
            dates = {"activates_at": begins, "waits": waits is None, "expires_at": ends}
            counters = dict.fromkeys(programme.promised.tiers.counters, 1)
            earned.append(earn(member, points=points, counters=counters, at=on(today), by=SYSTEM, **dates))
        elif deed == "refund" and earned:
            take_back(member, earned=earned.pop(), at=on(today), by=SYSTEM)
        elif deed == "redeem" and points <= there:
            redeem(member, points=points, at=on(today), by=SYSTEM)
        elif deed == "given" and programme.promised.tiers.levels:
            dates = {"at": on(today or -360), "until": on(today + 2 * points)}
            give_tier(member, tier=("gold", "silver")[points % 2], reason="Matched", by=SYSTEM, **dates)
        elif deed == "hold" and points <= there:
            hold(member, points=points, minutes=points * 1440, at=on(today), by=SYSTEM)
    return member


def written(member):
    """All that stands there of a member, without numbers."""
    lots = list(Lot.objects.filter(account=member).order_by("pk").values_list("pk", flat=True))
    operations = list(Operation.objects.filter(account=member).order_by("pk"))
    entries = (
        Entry.objects.filter(account=member)
        .order_by("pk")
        .values_list("operation", "lot", "source", "target", "amount", "at")
    )
    places = {each.pk: place for place, each in enumerate(operations)}
    events = TimelineEvent.objects.filter(customer=member.customer_id, kind__regex="points|tier").order_by("pk")
    numbers = ("id", "account_id", "customer_id", "programme_id", "number", "operation_id", "joined_at", "recorded_at")
    rows = [Account.objects.get(pk=member.pk), *Lot.objects.filter(pk__in=lots).order_by("pk")]
    return [
        [tuple(getattr(each, name) for name in SAID) for each in operations],
        sorted((places[operation], lots.index(lot) if lot else None, *rest) for operation, lot, *rest in entries),
        [
            {name: value for name, value in vars(each).items() if name not in numbers and name[0] != "_"}
            for each in rows
        ],
        list(Standing.objects.filter(account=member).values_list("tier", "why", "at").order_by("pk")),
        [
            {"kind": each.kind, "by": each.by, "at": each.at, "of": places.get(each.facts.get("operation"))}
            | {name: value for name, value in each.facts.items() if name not in ("member", "programme", "operation")}
            for each in events
        ],
    ]


@pytest.mark.django_db
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(some.sampled_from(TERMS), some.lists(DEEDS, min_size=1, max_size=3), some.integers(7, 60))
def test_what_is_written_of_many_at_once_is_what_the_book_writes(terms, several, nights):
    one, other = (a_programme(f"P{Programme.objects.count()}", **terms) for _each in range(2))
    twins = [(acted(one, deeds), acted(other, deeds)) for deeds in several]
    for until in (on(nights), on(nights + 20)):
        while night.keep_some(Programme.objects.get(pk=one.pk), until=until):
            pass
        due = Account.objects.filter(programme=other, due_at__lte=until)
        night._settle(due.values_list("pk", flat=True), until)
        for member, twin in twins:
            assert written(member) == written(twin)


def test_who_has_credits_that_begin_and_end_is_plain_and_who_would_rise_is_not(db):
    programme = a_programme(tiers={"levels": LEVELS, "period": {"kind": "ever"}, "keeps": "span"})
    plain = acted(programme, [("earn", (9, 1, 2)), ("earn", (8, 1, 9)), ("earn", (2, 0, 1))])
    rises = acted(programme, [("earn", (19, 1, 2)), ("earn", (8, 1, 9))])
    members = [each.pk for each in (plain, rises)]
    assert settle_plain(programme, members, since=on(0), until=on(4)) == {plain.pk}
    assert Account.objects.get(pk=plain.pk).due_at == on(11)


def test_who_stays_in_their_tier_is_seen_at_once_and_who_falls_is_not(db):
    programme = a_programme(tiers={"levels": LEVELS, "period": MONTHS})
    stays, falls, ends = (
        acted(programme, [("earn", (25, 0, lasts))]) for lasts in (None, None, 12)
    )  # from 20 January; over on 1 February
    rows = Account.objects.filter(due_at__lte=on(12))
    first = keep_tiers(programme, dict(rows.values_list("pk", "due_at")), until=on(12))
    assert first == {stays.pk, falls.pk} and set(rows.values_list("pk", flat=True)) == {ends.pk}
    earn(stays, points=20, at=on(15), by=SYSTEM)
    rows = Account.objects.filter(due_at__lte=on(41)).exclude(pk=ends.pk)
    assert keep_tiers(programme, dict(rows.values_list("pk", "due_at")), until=on(41)) == {stays.pk}
    assert [each.pk for each in rows] == [falls.pk]


def test_to_whom_time_does_anything_else_is_left_to_the_book(db):
    forever = {"levels": LEVELS, "period": {"kind": "ever"}, "keeps": "span"}
    member = acted(a_programme(tiers=forever, inactivity={"count": 12}), [("earn", (9, 0, 2))])
    one, programme = Account.objects.filter(pk=member.pk), Programme.objects.get()
    [plain], until = one.values(), on(4)
    for more in (
        {"held": 1},
        {"debt": 1, "available": 0},
        {"is_in_grace": True},
        {"own_tier": "silver", "review_at": on(3)},
        {"own_tier": "silver", "review_at": None},
        {"own_tier": "of old", "review_at": on(9)},
        {"lapses_at": on(3)},
        {"lapses_at": None},
        {"given_tier": "gold", "given_until": on(3)},
        {"clock": on(9)},
    ):
        one.update(**more)
        assert settle_plain(programme, [member.pk], since=on(0), until=until) == set(), more
        one.update(**{name: plain[name] for name in more})
    assert settle_plain(programme, [member.pk], since=on(0), until=until) == {member.pk}


@pytest.mark.parametrize(
    ("tiers", "more"),
    [
        ({"basis": "spend", "period": {"kind": "ever"}, "keeps": "span"}, {}),
        ({"basis": "orders", "period": {"kind": "ever"}, "keeps": "span"}, {}),
        ({"basis": "balance", "period": {"kind": "ever"}, "keeps": "span"}, {}),
        ({"period": MONTHS}, {}),
        ({"period": {"kind": "ever"}, "keeps": "follows"}, {"own_tier": "silver", "review_at": on(9)}),
    ],
)
def test_who_may_change_tiers_is_left_to_the_book(tiers, more, db):
    programme = a_programme(tiers=tiers | {"levels": [LEVELS[0] | {"min": 2}]})
    member = a_member(Customer.objects.create(), programme, at=on(-400))
    earn(member, points=1, spend=1, at=on(-10), by=SYSTEM)
    earn(member, points=1, spend=1, activates_at=on(1), at=on(0), by=SYSTEM)
    Account.objects.update(**more)
    assert settle_plain(programme, [member.pk], since=on(0), until=on(4)) == set()


@pytest.mark.parametrize(
    ("deeds", "more", "due"),
    [
        ([(9, 0, 2)], {}, None),
        ([(9, 0, 2), (8, 0, 90)], {}, on(91)),
        ([(9, 0, 2), (8, 0, 90)], {"lapses_at": on(8)}, on(8)),
        ([(9, 0, 2), (8, 0, 90)], {"given_tier": "silver", "given_until": on(7)}, on(7)),
        ([(9, 0, 2), (8, 0, 90)], {"own_tier": "silver", "review_at": on(6)}, on(6)),
    ],
)
def test_a_night_knows_what_comes_next(deeds, more, due, db):
    forever = {"levels": LEVELS, "period": {"kind": "ever"}, "keeps": "span"}
    member = acted(a_programme(tiers=forever, inactivity={"count": 12}), [("earn", each) for each in deeds])
    Account.objects.update(**more)
    assert settle_plain(member.programme, [member.pk], since=on(0), until=on(4)) == {member.pk}
    kept = Account.objects.get()
    assert (kept.due_at, Operation.objects.latest("pk").balance) == (due, kept.available)


def test_what_is_over_as_it_would_begin_never_begins(db):
    member = acted(a_programme(), [("earn", (9, 1, 2))])
    Lot.objects.update(expires_at=on(1))
    assert settle_plain(member.programme, [member.pk], since=on(0), until=on(4)) == {member.pk}
    assert list(Operation.objects.order_by("pk").values_list("kind", flat=True)) == ["earn", "expire"]
