"""Goodwill: within a budget at once, above what one may give alone by a second person, and never past it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from regulars.automation.capabilities import CAPABILITIES
from regulars.customers.actions.react import react
from regulars.customers.actor import SYSTEM, Actor
from regulars.customers.models import Customer, TimelineEvent
from regulars.loyalty.actions.adjust import adjust
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.models import Account
from regulars.loyalty.tests.members import a_member, a_programme, buckets
from regulars.notifications.models import Notification
from regulars.rewards.actions.approve_goodwill import approve_goodwill
from regulars.rewards.actions.decline_goodwill import decline_goodwill
from regulars.rewards.actions.give_goodwill import give_goodwill
from regulars.rewards.actions.give_reward import give_reward
from regulars.rewards.actions.make_right import make_right
from regulars.rewards.actions.remove_budget import remove_budget
from regulars.rewards.actions.save_budget import save_budget
from regulars.rewards.actions.turn_into import turn_into
from regulars.rewards.models import Budget, Claim, Goodwill
from regulars.rewards.tests.rewarding import a_reward
from regulars.rewards.tests.test_claims import refused
from regulars.team.models import AuditEntry
from tests.cast import hire, letter_from


@pytest.fixture
def programme(grace):
    return a_programme(value={"points": 10, "worth": 100})  # a point is worth 10 cents


def a_budget(programme, **facts) -> Budget:
    return save_budget(Budget(programme=programme, **facts), by=None)


def at_desk(agent) -> Client:
    client = Client()
    client.force_login(agent)
    return client


def test_goodwill_is_given_within_a_budget_and_refused_beyond_it(programme, noor, ada, ben):
    a_budget(programme, most=3000, most_per_customer=2000)
    kept = give_goodwill(ada, programme=programme, points=150, reason="Late", by=noor, key="k")
    assert give_goodwill(ada, programme=programme, points=150, reason="Late", by=noor, key="k") == kept
    with pytest.raises(ValidationError, match="something else"):
        give_goodwill(ada, programme=programme, points=149, reason="Late", by=noor, key="k")
    assert (kept.state, kept.worth) == ("given", 1500)
    with pytest.raises(ValidationError, match="customer €5.00 are left; this is €5.10"):
        give_goodwill(ada, programme=programme, points=51, reason="Late", by=hire("Rose Role"))
    assert give_goodwill(
        ada, programme=programme, reward=a_reward(programme, cost=500), reason="Late", by=noor
    ).claim.is_gift
    with pytest.raises(ValidationError, match="budget €10.00 are left; this is €10.10"):
        give_goodwill(ben, programme=programme, points=101, reason="Late", by=noor)
    assert refused(give_goodwill, ben, programme=programme, points=1, reason=" ", by=noor) == "missing"
    assert refused(give_goodwill, ben, programme=programme, reason="Late", by=noor) == "missing"
    assert buckets(Account.objects.get())[1] == 150 and Goodwill.objects.count() == 2
    told = TimelineEvent.objects.filter(kind__in=["points.adjusted", "reward.given", "goodwill.given"])
    assert {each.by for each in told} == {f"agent:{noor.pk}"} and told.count() == 4
    assert AuditEntry.objects.filter(action="goodwill.given").count() == 2


def test_above_what_one_may_give_alone_a_second_person_agrees(programme, noor, grace, ada, inbox):
    a_budget(programme, alone=1000)
    conversation = letter_from(ada, inbox=inbox).conversation
    kept = give_goodwill(ada, programme=programme, points=101, reason="Late", by=noor, conversation=conversation)
    assert kept.state == "waiting" and not Account.objects.exists()
    colleague = hire("Rose Role")
    assert refused(approve_goodwill, kept, by=noor) == refused(approve_goodwill, kept, by=colleague) == "not_yours"
    assert refused(decline_goodwill, kept, by=colleague) == "not_yours"
    while react():
        pass
    assert [each.agent for each in Notification.objects.filter(reason="told")] == [grace]
    for _twice in range(2):
        done = approve_goodwill(kept, by=grace)
    assert (done.state, done.decided_by) == ("given", grace) and buckets(Account.objects.get())[1] == 101
    assert TimelineEvent.objects.get(kind="points.adjusted").by == f"agent:{noor.pk}"
    while react():
        pass
    assert Notification.objects.filter(agent=noor, reason="told").exists()
    assert refused(decline_goodwill, kept, by=grace) == "settled"
    other = give_goodwill(ada, programme=programme, points=101, reason="Late", by=noor)
    assert decline_goodwill(other, by=grace, answer="Too much").answer == "Too much" and decline_goodwill(
        other, by=grace
    )
    mine = give_goodwill(ada, programme=programme, points=101, reason="Late", by=noor)
    assert decline_goodwill(mine, by=noor).state == "declined" and buckets(Account.objects.get())[1] == 101


def test_points_by_hand_do_not_pass_by_a_budget(programme, noor, grace, ada):
    member, budget = a_member(ada, programme), a_budget(programme, most=100)
    assert refused(adjust, member, points=1, reason="Just so", by=noor) == "goodwill"
    adjust(member, points=1, reason="Just so", by=grace)
    adjust(member, points=1, reason="A rule", by=Actor("rule", 1))
    adjust(member, points=-1, reason="A slip", by=noor)
    remove_budget(budget, by=grace)
    adjust(member, points=1, reason="Just so", by=noor)
    own = a_budget(programme, role=grace.role, most=100)
    assert refused(adjust, member, points=1, reason="Just so", by=grace) == "goodwill"
    assert refused(save_budget, Budget(programme=programme, role=own.role), by=grace) == "taken"


def test_a_rule_gives_at_once_and_a_macro_as_goodwill_of_whoever_runs_it(programme, noor, ada, ben):
    reward, rule = a_reward(programme), Actor("rule", 7, "VIP care")
    CAPABILITIES["give reward"].do(ada.pk, reward=reward, reason="A year with us", by=rule)
    CAPABILITIES["give points"].do(ada.pk, programme=programme, points=501, reason="A year with us", by=rule)
    assert not Goodwill.objects.exists() and Claim.objects.get().is_gift
    with pytest.raises(ValidationError, match="By hand you may give or take at most 500"):
        CAPABILITIES["give points"].do(ben.pk, programme=programme, points=501, reason="Late", by=noor)
    a_budget(programme, alone=1000)
    CAPABILITIES["give points"].do(ben.pk, programme=programme, points=501, reason="Late", by=noor)
    CAPABILITIES["give reward"].do(ben.pk, reward=reward, reason="Late", by=noor)
    assert list(Goodwill.objects.order_by("pk").values_list("points", "state")) == [(501, "waiting"), (None, "given")]
    assert refused(make_right, ben, reason="Late", by=noor) == "missing"


def test_points_turn_into_vouchers_by_themselves_as_often_as_they_are_enough(programme, ada, ben):
    voucher, rule = a_reward(programme, points=200), Actor("rule", 7, "A voucher for each 200")
    earn(a_member(ada, programme), points=450, by=SYSTEM)
    for _twice in range(2):
        for each in (ada, ben):
            CAPABILITIES["turn points into"].do(each.pk, reward=voucher, by=rule)
    assert [each.customer for each in Claim.objects.all()] == [ada, ada] and buckets(Account.objects.get())[1:3] == (
        50,
        400,
    )
    with pytest.raises(ValidationError, match="costs points"):
        turn_into(ada, reward=a_reward(programme, name="Free", points=0), by=rule)


def test_a_reward_is_a_present_once_on_the_shelf_and_with_its_reason(programme, ada):
    reward = a_reward(programme, stock=1, tiers=[], is_listed=False)
    kept = give_reward(ada, reward=reward, reason="A rule", by=SYSTEM)
    assert (kept.points, kept.account, kept.reason, kept.state) == (0, None, "A rule", "ready")
    assert refused(give_reward, ada, reward=reward, reason="A rule", by=SYSTEM) == "sold_out"
    assert Claim.objects.count() == 1


def test_goodwill_is_given_from_a_conversation_and_decided_on_its_page(programme, noor, grace, ada, ben, inbox):
    a_budget(programme, alone=1000, most=5000)
    reward, conversation = a_reward(programme), letter_from(ada, inbox=inbox).conversation
    desk, where = at_desk(noor), f"/customers/{ada.pk}/goodwill"
    page = desk.get(f"{where}?conversation={conversation.pk}").content.decode()
    assert "Of your budget, €50.00 are left." in page and "Above €10.00 somebody else agrees first." in page
    wrong = desk.post(where, {"what": "points", "points": "x", "reason": ""})
    assert wrong.status_code == 422 and "Write how many points" in wrong.content.decode()
    assert desk.post(where, {"what": "points", "points": "501", "reason": "Late"}).status_code == 422
    assert desk.get(f"/customers/{ben.pk}/goodwill?conversation={conversation.pk}").status_code == 404
    sent = {"what": "points", "points": "200", "reason": "Late", "conversation": conversation.pk, "once": "1"}
    assert desk.post(where, sent).url == desk.post(where, sent).url == f"/inbox/{conversation.pk}"
    desk.post(where, {"what": "reward", "reward": reward.pk, "reason": "Broken", "once": "2"})
    kept = Goodwill.objects.get(points=200)
    assert (kept.state, kept.conversation) == ("waiting", conversation)
    assert "200 points" in desk.get(f"/customers/{ada.pk}/rewards?conversation={conversation.pk}").content.decode()
    lead = at_desk(grace)
    assert "Approve" in lead.get("/loyalty/goodwill").content.decode()
    assert "Approve" not in desk.get("/loyalty/goodwill").content.decode()
    lead.post(f"/loyalty/goodwill/{kept.pk}/approve")
    assert "200 points" in lead.get("/loyalty/goodwill?state=given").content.decode()
    assert lead.post("/settings/goodwill/new", {"period": "month", "most": "-1"}).status_code == 422
    for most in ("20", ""):
        assert (
            lead.post(f"/settings/goodwill/{Budget.objects.get().pk}", {"period": "week", "most": most}).status_code
            == 302
        )
    paying = f"/settings/goodwill/paying/{programme.pk}"
    assert lead.post(paying, {"is_on": "on", "least": "0", "step": "1", "percent": "101"}).status_code == 422
    lead.post(paying, {"is_on": "on", "least": "0", "step": "1", "percent": "50"})
    assert "10 points are worth €1.00." in lead.get(paying).content.decode() and programme.paying.percent == 50
    assert "a week" in lead.get("/settings/goodwill").content.decode() and Budget.objects.get().most is None


@pytest.mark.django_db(transaction=True)
def test_two_gifts_at_once_do_not_pass_by_one_budget():
    programme, agent = a_programme(), hire("Noor Haddad")
    a_budget(programme, most=100)
    people = [Customer.objects.create(name=f"Customer {number}") for number in range(8)]

    def alone(customer):
        try:
            return give_goodwill(customer, programme=programme, points=100, reason="Late", by=agent)
        except ValidationError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as several:
        assert len([each for each in several.map(alone, people) if each]) == 1
