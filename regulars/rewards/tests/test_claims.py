"""What becomes of a reward that somebody has: used, sent, cancelled, over; and of its points."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django.utils import timezone

from regulars.customers.actor import SYSTEM, Actor
from regulars.customers.models import Customer, TimelineEvent
from regulars.loyalty.actions.set_membership import set_membership
from regulars.loyalty.joining import join_into
from regulars.loyalty.models import Hold, Lot
from regulars.loyalty.queries import statement
from regulars.loyalty.tests.members import a_programme, buckets
from regulars.rewards import codes
from regulars.rewards.actions.cancel import cancel
from regulars.rewards.actions.claim import claim
from regulars.rewards.actions.deliver import deliver
from regulars.rewards.actions.end_claims import end_claims, next_due
from regulars.rewards.actions.save_reward import save_reward
from regulars.rewards.actions.ship import ship
from regulars.rewards.actions.use import use
from regulars.rewards.forms import RewardForm
from regulars.rewards.models import Claim, PoolCode, Reward
from regulars.rewards.queries import by_code, catalogue
from regulars.rewards.tests.rewarding import a_reward, with_points

LEVELS = [{"word": "silver", "name": "Silver", "min": 100}, {"word": "gold", "name": "Gold", "min": 1000}]


def refused(act, *args, **facts) -> str:
    """The word for programs."""
    with pytest.raises(ValidationError) as wrong:
        act(*args, **facts)
    [errors] = wrong.value.error_dict.values()
    return errors[0].code


def let_pass(days: int) -> None:
    """Whatever was set aside was so much earlier."""
    gone = timedelta(days=days)
    Claim.objects.update(expires_at=F("expires_at") - gone)
    Hold.objects.update(expires_at=F("expires_at") - gone)


def test_why_not_is_said_in_one_word_and_changes_nothing(ada, ben):
    programme, now = a_programme(tiers={"levels": LEVELS}), timezone.now()
    member = with_points(ada)
    rewards = {
        "off": a_reward(name="a", is_on=False),
        "not_yet": a_reward(name="b", begins_at=now + timedelta(days=1)),
        "over": a_reward(name="c", ends_at=now - timedelta(days=1)),
        "sold_out": a_reward(name="d", stock=0),
        "tier": a_reward(name="e", tiers=["gold"]),
        "not_for_them": a_reward(name="f", conditions={"field": "name", "is": "Ben"}),
        "not_enough": a_reward(name="g", points=251),
        "missing": a_reward(name="h", kind="product", is_sent=True),
        "unknown": a_reward(a_programme("Other"), name="i"),
    }
    assert {word: refused(claim, member, reward=each, by=SYSTEM) for word, each in rewards.items()} == {
        word: word for word in rewards
    }
    silver = a_reward(name="j", tiers=["silver"], most_per_member=1)
    claim(member, reward=silver, by=SYSTEM)
    assert refused(claim, member, reward=silver, by=SYSTEM) == "limit"
    set_membership(member, status="suspended", by=SYSTEM)
    assert refused(claim, member, reward=a_reward(name="k"), by=SYSTEM) == "suspended"
    assert Claim.objects.count() == 1 and buckets(member)[1:4] == (150, 100, 0) and programme.rewards.count() == 10


def test_the_catalogue_says_what_claiming_would_say(ada):
    a_programme(tiers={"levels": LEVELS})
    member = with_points(ada)
    for name, facts in {
        "a": {},
        "b": {"points": 300},
        "c": {"tiers": ["gold"]},
        "d": {"stock": 0},
        "e": {"is_listed": False},
    }.items():
        a_reward(name=name, **facts)
    shown = {each.reward.name: each.refused and each.refused.reason for each in catalogue(statement(member))}
    assert shown == {"a": None, "b": "not_enough", "c": "tier", "d": "sold_out"}


def test_the_same_key_claims_once_and_another_reward_is_refused(ada, ben):
    member, first, second = with_points(ada), a_reward(), a_reward(name="Other")
    assert claim(member, reward=first, by=SYSTEM, key="k") == claim(member, reward=first, by=SYSTEM, key="k")
    assert refused(claim, member, reward=second, by=SYSTEM, key="k") == "taken"
    assert Claim.objects.count() == 1 and buckets(member)[2] == 100
    join_into(with_points(ben), member, at=timezone.now())
    claim(member, reward=first, by=SYSTEM, key="k")
    assert Claim.objects.count() == 1, "asked again after two have become one"


def test_a_cancelled_reward_gives_its_points_back_to_their_credits_and_stands_on_the_shelf_again(ada, grace):
    member, reward = with_points(ada), a_reward(stock=1)
    before = list(Lot.objects.order_by("pk").values_list("available", "expires_at"))
    for act in (lambda each: each, lambda each: use(each, by=grace)):
        done = act(claim(member, reward=reward, by=SYSTEM))
        assert cancel(done, by=grace, reason="Broken").state == "cancelled" and cancel(done, by=grace)
        assert list(Lot.objects.order_by("pk").values_list("available", "expires_at")) == before
        assert Reward.objects.get().stock == 1
    assert TimelineEvent.objects.filter(kind="reward.cancelled").count() == 2
    assert refused(use, done, by=grace) == "cancelled"
    done = use(claim(member, reward=reward, by=SYSTEM), by=grace)
    assert refused(cancel, done, by=Actor.customer(ada)) == "too_late"


def test_what_nobody_uses_in_time_is_over_whether_or_not_somebody_looks(ada, grace):
    member, reward = with_points(ada), a_reward(code_days=30, stock=5)
    kept = claim(member, reward=reward, by=SYSTEM)
    assert next_due() == kept.expires_at and end_claims() == 0
    let_pass(30)
    assert refused(use, kept, by=grace) == refused(cancel, kept, by=grace) == "expired"
    assert end_claims() == 1 and end_claims() == 0
    kept.refresh_from_db()
    assert kept.state == "expired" and Reward.objects.get().stock == 5 and buckets(member)[1:4] == (250, 0, 0)


def test_what_is_sent_costs_at_once_and_goes_its_way(ada, grace):
    member, reward = with_points(ada), a_reward(kind="product", is_sent=True, name="A mug")
    done = claim(member, reward=reward, address="Rue 1\nLyon", by=SYSTEM)
    assert done.state == "ordered" and buckets(member)[1:4] == (150, 0, 100)
    assert refused(use, done, by=grace) == "not_a_code"
    for _twice in range(2):
        assert ship(done, tracking="6A1", by=grace).tracking == "6A1"
    assert refused(cancel, done, by=Actor.customer(ada)) == "too_late"
    for _twice in range(2):
        assert deliver(done, by=grace).state == "delivered"
    assert refused(ship, done, by=grace) == "settled"
    told = TimelineEvent.objects.filter(about=f"claim:{done.pk}").order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["reward.claimed", "reward.shipped", "reward.delivered"]
    assert cancel(done, by=grace, reason="Broken") and buckets(member)[1:4] == (250, 0, 0)


def test_a_page_that_is_kept_late_puts_nothing_back_on_the_shelf(ada):
    reward = a_reward(stock=5)
    page = {
        "name": "New name",
        "kind": "amount",
        "points": "100",
        "code_days": "90",
        "amount": "5",
        "initial-stock": "5",
    }
    opened = RewardForm(instance=reward, programme=reward.programme).stock_as_read()
    assert 'name="initial-stock" value="5"' in opened
    claim(with_points(ada), reward=reward, by=SYSTEM)
    for written, left in (("5", 4), ("9", 9)):
        kept = Reward.objects.get()
        form = RewardForm(page | {"stock": written}, instance=kept, programme=kept.programme)
        assert form.is_valid(), form.errors
        save_reward(kept, facts=form.facts(), by=None)
        assert (Reward.objects.get().stock, Reward.objects.get().name) == (left, "New name")


def test_who_has_a_code_keeps_what_it_promised(ada, grace):
    kept = claim(with_points(ada), reward=a_reward(least_order=2000), by=SYSTEM)
    save_reward(kept.reward, facts={"amount": 100, "name": "€1 off", "is_on": False}, by=grace)
    kept.refresh_from_db()
    assert (str(kept), kept.promise("amount")) == ("€5 off", 500)
    assert refused(use, kept, by=grace, order=1999) == "too_small"
    assert use(kept, by=grace, order=2000, reference="R") == use(kept, by=grace, reference="R")


def test_codes_cannot_be_guessed_and_are_read_as_they_are_typed(ada):
    several = {codes.new_code() for _each in range(1000)}
    assert len(several) == 1000 and not set("01OIL") & set("".join(several))
    kept = claim(with_points(ada), reward=a_reward(), by=SYSTEM)
    for typed in (kept.code, codes.shown(kept.code).lower(), f" {kept.code[:5]} {kept.code[5:]} "):
        assert by_code(typed) == kept
    assert by_code("") is None and by_code("\x00") is None


def test_a_shops_own_codes_go_out_one_each_and_cost_at_once(ada, ben):
    reward = a_reward(is_pooled=True)
    assert refused(claim, with_points(ada), reward=reward, by=SYSTEM) == "sold_out"
    PoolCode.objects.create(reward=reward, code="SPRING-1")
    done = claim(with_points(ben), reward=reward, by=SYSTEM)
    assert done.code == "SPRING-1" and by_code("SPRING-1") == done and buckets(done.account)[3] == 100
    assert refused(claim, with_points(ada, 0), reward=reward, by=SYSTEM) == "sold_out"
    assert refused(cancel, done, by=Actor.customer(ben)) == "too_late"


@pytest.mark.django_db(transaction=True)
def test_the_last_one_goes_to_one_of_twenty():
    programme = a_programme()
    reward = a_reward(programme, stock=1)
    members = [with_points(Customer.objects.create(name=f"Customer {number}"), 100, programme) for number in range(20)]

    def alone(member, reward=reward, key=None):
        try:
            return claim(member, reward=reward, key=key, by=SYSTEM)
        except ValidationError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as several:
        [done] = [each for each in several.map(alone, members) if each]
        assert Reward.objects.get().stock == 0 and Claim.objects.get() == done
        assert Hold.objects.count() == 1, "nobody else's points are touched"
        rich = with_points(Customer.objects.create(name="Customer 20"), 400, programme)
        shelf = [a_reward(programme, name) for name in "abcd"]
        [_one] = [each for each in several.map(lambda each: alone(rich, reward=each, key="same"), shelf) if each]
    assert buckets(rich)[1:3] == (300, 100), "one key is one reward"
