"""What the house decides about all queues: room by channel, tiers that go ahead, and how long decisions are kept."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone

from regulars.conversations.models import Conversation
from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer
from regulars.loyalty.actions.join import join
from regulars.loyalty.models import Account
from regulars.loyalty.tests.members import a_programme
from regulars.routing.actions.forget_decisions import forget_decisions
from regulars.routing.actions.give_out import give_out
from regulars.routing.actions.save_queue_rules import save_queue_rules
from regulars.routing.models import QueueRules, RoutingDecision
from regulars.routing.tests.floor import at_the_desk, knows
from regulars.routing.waiting import queue
from regulars.team.models import AuditEntry, Team
from tests.cast import a_conversation

PAGE = "/settings/routing/rules"
FACTS = {"letter_points": 1, "chat_points": 3, "call_points": 6, "tiers": "", "kept_days": 90}


def test_save_queue_rules_changes_records_refuses_and_is_harmless_twice(grace, db):
    for _ in range(2):
        save_queue_rules(QueueRules(chat_points=2, tiers={"gold": 60}), by=grace)
    assert QueueRules.current().points_of("chat") == 2 and QueueRules.current().points_of("sms") == 1
    assert AuditEntry.objects.get(action="queue_rules.changed").after == {"chat_points": 2, "tiers": {"gold": 60}}
    for wrong in (
        {"letter_points": 0},
        {"kept_days": 6},
        {"tiers": {"Gold": 1}},
        {"tiers": {"gold": 0}},
        {"tiers": ["gold"]},
    ):
        with pytest.raises(ValidationError) as refused:
            save_queue_rules(QueueRules(**wrong), by=grace)
        assert [*refused.value.message_dict] == [*wrong]
    assert AuditEntry.objects.count() == 1


def test_the_page_keeps_them_or_refuses_by_field(client, grace, beans):
    client.force_login(grace)
    assert client.post(PAGE, FACTS | {"chat_points": 2, "tiers": "Gold 60\nfriend of the house 5"}).status_code == 302
    assert QueueRules.current().tiers == {"gold": 60, "friend of the house": 5}
    assert "gold 60\nfriend of the house 5" in client.get(PAGE).content.decode()
    assert "gold 60, friend of the house 5" in client.get("/settings/routing").content.decode()
    for wrong in ({"call_points": 0}, {"tiers": "gold"}, {"tiers": "gold 99999"}, {"kept_days": ""}):
        assert client.post(PAGE, FACTS | wrong).status_code == 422
    assert (
        QueueRules.current().chat_points == 2
        and "“gold” is ahead" in client.post(PAGE, FACTS | {"tiers": "gold"}).content.decode()
    )


def test_a_chat_takes_as_much_room_as_the_house_says(beans, ada, noor):
    Team.objects.update(gives_out="round robin")
    at_the_desk(noor), knows(noor, capacity=4)
    for _ in range(3):
        a_conversation(ada, team=beans, channel="chat")
    QueueRules.objects.create(chat_points=2)
    assert give_out(Team.objects.get()) == 2 and RoutingDecision.objects.first().wanted["points"] == 2


def test_a_tier_goes_ahead_by_its_minutes(beans, ada, ben):
    Customer.objects.filter(pk=ben.pk).update(attributes={"tier": "Gold "})
    plain, gold = a_conversation(ada, team=beans), a_conversation(ben, team=beans)
    Conversation.objects.filter(pk=plain.pk).update(waiting_since=F("waiting_since") - timedelta(minutes=30))
    assert [each.number for each in queue(beans)] == [plain.pk, gold.pk]
    QueueRules.objects.create(tiers={"silver": 600, "gold": 31})
    assert [each.number for each in queue(beans)] == [gold.pk, plain.pk]
    Customer.objects.filter(pk=ben.pk).update(attributes={})
    assert [each.number for each in queue(beans)] == [plain.pk, gold.pk]
    join(ben, programme=a_programme(), by=SYSTEM)
    Account.objects.update(tier="gold")
    assert [each.number for each in queue(beans)] == [gold.pk, plain.pk]
    QueueRules.objects.update(tiers={"gold": 29})
    assert [each.number for each in queue(beans)] == [plain.pk, gold.pk]


def test_forget_decisions_keeps_what_is_young_and_that_somebody_who_still_waits_was_passed_on(beans, ada, ben):
    waits, answered, now = a_conversation(ada, team=beans), a_conversation(ben, team=beans), timezone.now()
    Conversation.objects.filter(pk=waits.pk).update(waiting_since=now - timedelta(days=100))
    Conversation.objects.filter(pk=answered.pk).update(waiting_since=None)
    for days in (91, 89):
        for conversation in (waits, answered):
            for kind in ("given", "overflowed"):
                at = now - timedelta(days=days)
                RoutingDecision.objects.create(kind=kind, conversation=conversation, team=beans, why="overflow", at=at)
    assert forget_decisions() == 3 and forget_decisions() == 0
    kept = RoutingDecision.objects.order_by("at", "pk").values_list("conversation", "kind")
    assert kept[0] == (waits.pk, "overflowed") and len(kept) == 5
