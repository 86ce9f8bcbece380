"""An order earns by itself as it is paid, and is worth what is left of it, however often it changes its mind.

In the order in which things happen: follow_order, credit_past and reward_event are the reactions, credit_order does it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.automation.actions.credit_order import credit_of, credit_order
from regulars.automation.actions.save_rule import save_rule
from regulars.automation.tests.conftest import settle
from regulars.behaviour.events import DeedDone
from regulars.commerce.actions.take_order import take_order
from regulars.commerce.facts import LineFacts, OrderFacts, Person, RefundFacts, RefundLineFacts
from regulars.commerce.models import Order, Shop
from regulars.customers.actions.note import note
from regulars.customers.actor import SYSTEM
from regulars.customers.models import TimelineEvent
from regulars.customers.timeline import record
from regulars.loyalty.actions.adjust import adjust
from regulars.loyalty.actions.join import join
from regulars.loyalty.actions.redeem import redeem
from regulars.loyalty.actions.save_programme import save_programme
from regulars.loyalty.actions.take_back import take_back
from regulars.loyalty.models import Account, Grant, Operation, Programme
from regulars.loyalty.queries import statement

BEANS = LineFacts(external_id="1", title="Harbour Blend", sku="HB-1", quantity=2, price=2400, net=2400, tax=240, categories=("Coffee",), product="p1")  # fmt: skip
CUP = LineFacts(external_id="2", title="Cup", sku="CUP", quantity=1, price=900, net=900, tax=171)
CARD = LineFacts(external_id="3", title="Gift card", quantity=1, price=5000, net=5000, is_gift_card=True)


@pytest.fixture
def shop(db):
    return Shop.objects.create(slug="till", name="Till")


def a_programme(by, **terms) -> Programme:
    facts = {"name": "Beans", "currency": "EUR", "time_zone": "Europe/Paris"}
    return save_programme(None, by=by, facts=facts, terms=terms)


def a_rule(programme, by, *, name="More", event="order.paid", conditions=None, stops=False, **scheme):
    trigger, steps = {"event": event}, [scheme]
    return save_rule(
        None, name=name, trigger=trigger, conditions=conditions, steps=steps, stops=stops, programme=programme, by=by
    )


def a_member(customer, programme, *, days=30) -> Account:
    return join(customer, programme=programme, by=SYSTEM, at=timezone.now() - timedelta(days=days))


def an_order(*lines, number="8841", **facts) -> OrderFacts:
    said = {"external_id": number, "number": number, "currency": "EUR", "placed_at": timezone.now(), "paid": "paid"}
    said |= {"lines": lines, "person": Person(email="ada@moreau.example"), "shipping": 500}
    return OrderFacts(**said | {"total": sum(each.net + each.tax for each in lines) + 500} | facts)


def take(told: OrderFacts, shop: Shop) -> Order:
    order = take_order(told, shop=shop)
    settle()
    return order


def balance(account: Account) -> int:
    account.refresh_from_db()
    return account.balance


def test_a_paid_order_gives_points_by_rules_with_their_reasons(grace, ada, shop):
    programme = a_programme(grace, tiers={"keeps": "span", "period": {"kind": "ever"}, "levels": [{"word": "new", "name": "New", "min": 0, "benefits": {"multiplier": "1.5"}}]})  # fmt: skip
    a_rule(programme, grace, name="Coffee twice", do="multiply", only=["coffee"])
    a_rule(programme, grace, name="Big basket", do="earn", points=10, conditions={"field": "event.amount", "at least": 30})  # fmt: skip
    a_rule(programme, grace, name="Never", do="earn", points=99, conditions={"field": "event.amount", "at least": 300})
    a_rule(programme, grace, name="Partner", do="earn", points=1, conditions={"field": "event.shop", "is": "Till"})
    member = a_member(ada, programme)
    order = take(an_order(BEANS, CUP, CARD), shop)
    [earned] = Operation.objects.filter(kind="earn")
    assert (earned.amount, earned.spend, earned.reason) == (96, 3300, "Order 8841")
    said = [(part.get("name", part.get("tier", "")), part["points"]) for part in earned.reckoned["parts"]]
    assert said == [("", 33), ("New", 16), ("Coffee twice", 36), ("Big basket", 10), ("Partner", 1)]
    assert balance(member) == 96 and Grant.objects.count() == 3
    take(an_order(BEANS, CUP, CARD), shop)
    assert balance(member) == 96 and credit_of(order, member).issued == 96


def test_a_refund_leaves_what_the_rest_would_have_given_and_never_mints(grace, ada, shop):
    programme = a_programme(grace, expiry=None)
    a_rule(programme, grace, do="earn", points=5, only=["HB-1"], each="item")
    a_rule(programme, grace, name="From €30", do="earn", points=7, least=3000)
    member, bought = a_member(ada, programme), an_order(BEANS, CUP)
    take(bought, shop)
    assert balance(member) == 33 + 10 + 7
    bag = RefundFacts(external_id="r1", amount=1200, at=timezone.now(), lines=(RefundLineFacts(line="1", quantity=1),))
    take(replace(bought, refunds=(bag,)), shop)
    assert balance(member) == 21 + 5 and sum(Grant.objects.values_list("points", flat=True)) == 5
    whole = RefundFacts(external_id="r2", amount=10**4, at=timezone.now())
    for _twice in range(2):
        take(replace(bought, refunds=(bag, whole)), shop)
        assert balance(member) == 0


def test_an_order_that_is_cancelled_and_goes_on_nets_one_award(grace, ada, shop):
    programme = a_programme(grace, activation={"kind": "on action"})
    member, bought = a_member(ada, programme), an_order(BEANS)
    for hour, cancelled in enumerate((None, timezone.now(), None, timezone.now(), None)):
        at = timezone.now() + timedelta(hours=hour)
        take(replace(bought, cancelled_at=cancelled, updated_at=at), shop)
        member.refresh_from_db()
        assert (member.pending, member.available) == (0 if cancelled else 24, 0)
    arrived = replace(bought, shipped="delivered", delivered_at=timezone.now(), updated_at=at + timedelta(hours=1))
    take(arrived, shop)
    assert balance(member) == 24 and Operation.objects.filter(kind="earn").count() == 1


@pytest.mark.parametrize("policy", ["only_pending", "unlimited"])
def test_a_refund_that_fails_at_the_bank_leaves_what_the_order_gave_and_mints_nothing(grace, ada, shop, policy):
    programme = a_programme(grace, refunds={"policy": policy})
    member, bought = a_member(ada, programme), an_order(BEANS, CUP)
    take(bought, shop)
    redeem(member, points=20, by=SYSTEM)
    for amount in (1200, 10**4):
        part = RefundFacts(external_id=f"re_{amount:040}", amount=amount, at=timezone.now())
        for refund in (part, replace(part, is_void=True), replace(part, is_void=True), part):
            take(replace(bought, refunds=(refund,)), shop)
        assert (balance(member), member.spent, member.debt) == (13, 20, 0)
    assert TimelineEvent.objects.filter(kind="order.refund_failed").count() == 2


def test_what_somebody_took_back_stays_taken_and_new_terms_give_nothing_back(grace, ada, shop):
    programme = a_programme(grace)
    member, bought = a_member(ada, programme), an_order(BEANS)
    earned = credit_of(take(bought, shop), member).operation
    take_back(member, earned=earned, spend=1000, reason="Cash", by=grace)
    parcel = replace(bought, shipped="delivered", delivered_at=timezone.now())
    take(parcel, shop)
    assert balance(member) == 14
    whole = RefundFacts(external_id="r1", amount=10**4, at=timezone.now())
    for refund, left in ((whole, 0), (replace(whole, is_void=True), 14)):
        take(replace(parcel, refunds=(refund,)), shop)
        assert balance(member) == left
    save_programme(programme, by=grace, terms={"earning": {"with_tax": True, "with_shipping": True}})
    for cancelled, left in ((timezone.now(), 0), (None, 14)):
        take(replace(parcel, cancelled_at=cancelled, updated_at=timezone.now()), shop)
        assert balance(member) == left


def test_an_order_that_grows_after_it_was_paid_loses_nothing_and_earns_for_all_of_it(grace, ada, shop):
    programme = a_programme(grace)
    a_rule(programme, grace, do="earn", points=10)
    member, bought = a_member(ada, programme), an_order(BEANS)
    take(bought, shop)
    parcel = {"shipped": "delivered", "delivered_at": timezone.now()}
    for paid, has in (("partly", 34), ("paid", 43)):
        later = timezone.now() + timedelta(hours=has)
        grown = replace(an_order(BEANS, CUP), paid=paid, updated_at=later, **(parcel if paid == "partly" else {}))
        order = take(grown, shop)
        credit_order(order, account=member, by=SYSTEM)
        assert balance(member) == has
    bag = RefundFacts(external_id="r1", amount=1200, at=timezone.now(), lines=(RefundLineFacts(line="1", quantity=1),))
    take(replace(grown, refunds=(bag,)), shop)
    assert balance(member) == 12 + 9 + 10
    take(replace(grown, cancelled_at=timezone.now(), updated_at=later + timedelta(hours=1)), shop)
    assert balance(member) == 0 and sum(Grant.objects.values_list("points", flat=True)) == 0


def test_an_order_that_grows_gives_nothing_back_that_somebody_took(grace, ada, shop):
    member = a_member(ada, a_programme(grace))
    earned = credit_of(take(an_order(BEANS), shop), member).operation
    tea = replace(CUP, external_id="4", title="Tea", sku="TEA")
    for lines, taken, before, after in (((BEANS, CUP), {"spend": 1000}, 14, 23), ((BEANS, CUP, tea), {}, 0, 9)):
        take_back(member, earned=earned, reason="Cash", by=grace, **taken)
        assert balance(member) == before
        order = take(replace(an_order(*lines), updated_at=timezone.now()), shop)
        credit_order(order, account=member, by=SYSTEM)
        assert balance(member) == after


def test_what_rules_give_for_what_is_added_counts_for_their_limits_as_if_it_had_been_given_at_once(grace, ada, shop):
    programme = a_programme(grace)
    a_rule(programme, grace, do="multiply")
    a_rule(programme, grace, do="earn", points=5, only=["CUP"])
    member, pot = a_member(ada, programme), replace(CUP, price=3000, net=3000)
    bag = RefundFacts(external_id="r1", amount=1200, at=timezone.now(), lines=(RefundLineFacts(line="1", quantity=1),))
    void = replace(bag, is_void=True)
    take(an_order(BEANS), shop)
    for lines, refund, has, counts in (
        ((BEANS,), bag, 24, [12]),
        ((BEANS, pot), bag, 42 * 2 + 5, [42, 5]),
        ((BEANS, pot), void, 54 * 2 + 5, [54, 5]),
    ):
        take(replace(an_order(*lines), refunds=(refund,), updated_at=timezone.now()), shop)
        assert balance(member) == has
        assert list(Grant.objects.order_by("rule").values_list("points", flat=True)) == counts


def test_what_was_bought_before_joining_counts_only_as_far_back_as_the_programme_says(grace, ada, shop):
    for days, name in ((0, "None"), (30, "Some")):
        programme = save_programme(None, by=grace, facts={"name": name}, terms={"earning": {"past_days": days}})
        take(an_order(BEANS, number=f"{name}-1", placed_at=timezone.now() - timedelta(days=6), updated_at=None), shop)
        old = timezone.now() - timedelta(days=60)
        take_order(an_order(CUP, number=f"{name}-2", placed_at=old), shop=shop, is_history=True)
        member = join(ada, programme=programme, by=SYSTEM)
        settle()
        assert balance(member) == (24 * 2 if days else 0)


def test_other_money_tests_and_who_has_left_earn_nothing(grace, ada, shop):
    programme = a_programme(grace, earning={"orders": True})
    member = a_member(ada, programme)
    take(an_order(BEANS, number="1", currency="USD"), shop)
    take(an_order(BEANS, number="2", is_test=True), shop)
    take(an_order(BEANS, number="3", paid="pending"), shop)
    take(an_order(CARD, number="4", shipping=0), shop)
    save_programme(programme, by=grace, terms={"earning": {"orders": False}})
    take(an_order(BEANS, number="5"), shop)
    assert balance(member) == 0 and not Operation.objects.exists()


def test_points_wait_for_the_parcel_and_then_for_the_days_of_a_return(grace, ada, shop):
    programme = a_programme(grace, activation={"kind": "on delivery", "span": {"count": 14, "unit": "day"}})
    a_rule(programme, grace, name="Hello", event="customer.noted", do="earn", points=3)
    member, bought = a_member(ada, programme), an_order(BEANS)
    take(bought, shop)
    note(ada, text="Likes it dark.", by=grace)
    settle()
    member.refresh_from_db()
    assert (member.pending, member.available) == (24, 3)
    arrived = timezone.now() - timedelta(days=13)
    take(replace(bought, shipped="delivered", delivered_at=arrived), shop)
    member.refresh_from_db()
    assert (member.pending, member.available) == (24, 3)
    assert statement(member, at=arrived + timedelta(days=14)).available == 27


def test_what_happens_gives_points_once_each_within_its_limits(grace, ada):
    programme = a_programme(grace)
    limit = {"most": 2, "within": "month"}
    a_rule(programme, grace, name="Noted", event="customer.noted", do="earn", points=5, often=limit, qualifies=False)
    budget = {"most": 12, "within": "ever"}
    a_rule(programme, grace, name="Budget", event="customer.noted", do="earn", points=7, budget=budget)
    member = a_member(ada, programme)
    for _each in range(4):
        note(ada, text="Likes it dark.", by=grace)
        settle()
    assert [each.amount for each in Operation.objects.filter(kind="earn").order_by("pk")] == [12, 10]
    assert Operation.objects.latest("pk").reason == "Noted, Budget" and balance(member) == 22


def test_an_answer_in_the_community_earns_as_anything_else_that_our_pages_tell_of(grace, ada):
    programme = a_programme(grace)
    answered = {"field": "event.name", "is": "Answered a question"}
    a_rule(programme, grace, event="deed.done", conditions=answered, points=2, each="value", pieces=3)
    for event in ("customer.noted", "customer.attribute_set"):
        with pytest.raises(ValidationError, match="tells no number"):
            a_rule(programme, grace, event=event, points=1, each="value")
    member, then = a_member(ada, programme), timezone.now() - timedelta(days=3)
    for name, value in (("Answered a question", 7.5), ("Read a question", 9.0), ("Answered a question", None)):
        record(DeedDone(name=name, value=value, source="server"), customer=ada, by=SYSTEM, at=then)
    record(DeedDone(name="Answered a question", value=1e9, source="website"), customer=ada, by=SYSTEM)
    settle()
    earned = Operation.objects.get()
    assert (balance(member), earned.reason, earned.happened_at) == (4, "More", then)


def test_a_tier_is_rewarded_once_a_year_however_often_it_is_reached(grace, ada):
    levels = [{"word": "gold", "name": "Gold", "min": 100}]
    tiers = {"basis": "balance", "period": {"kind": "ever"}, "keeps": "follows", "levels": levels}
    programme = a_programme(grace, tiers=tiers)
    gold = {"field": "event.tier", "is": "gold"}
    a_rule(programme, grace, name="Gold at last", event="tier.changed", conditions=gold, do="earn", points=50)
    member = a_member(ada, programme)
    for _twice in range(2):
        adjust(member, points=100, reason="Sorry", by=SYSTEM)
        settle()
        redeem(member, points=100, by=SYSTEM)
        settle()
    assert [each.amount for each in Operation.objects.filter(kind="earn")] == [50]


def test_points_are_no_reason_for_points_and_waits_are_none_either(grace):
    programme = a_programme(grace)
    for event, scheme in (("points.earned", {"points": 1}), ("order.refunded", {"points": 1})):
        with pytest.raises(ValidationError, match="not given for this"):
            a_rule(programme, grace, event=event, **scheme)
    with pytest.raises(ValidationError, match="Only a purchase"):
        a_rule(programme, grace, event="member.joined", points=1, each="amount")
    waits = {"alarm": "quiet", "after": "1 day"}
    with pytest.raises(ValidationError, match="not for waiting"):
        save_rule(None, name="x", trigger=waits, conditions=None, steps=[{"points": 1}], programme=programme, by=grace)
