"""What a rule would have done last week."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from regulars.automation.models import Rule
from regulars.automation.previews import Preview, preview
from regulars.automation.rulebook import Ready
from regulars.automation.triggers import read_trigger
from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.models import Conversation
from regulars.customers.models import Customer, TimelineEvent
from regulars.team.models import Agent, Calendar, Team
from tests.cast import a_conversation, letter_from

pytestmark = pytest.mark.django_db
WAITS = {"alarm": "waiting for us", "after": "30 minutes"}


def would(trigger: dict[str, Any], conditions: Any = None) -> Preview:
    return preview(Ready(Rule(conditions=conditions or {"all": []}), read_trigger(trigger)))


def happened(kind: str, conversation: Conversation, ago: timedelta) -> datetime:
    """Let the newest event of this kind in the conversation have happened so long ago."""
    event = TimelineEvent.objects.filter(kind=kind, about=f"conversation:{conversation.pk}").latest("pk")
    event.at = timezone.now() - ago
    event.save(update_fields=["at"])
    return event.at


def test_events_of_last_week_are_counted(ada: Customer, ben: Customer) -> None:
    conversation = a_conversation(ada, "One", "Two")
    old = a_conversation(ben, "Long ago")
    happened("message.received", old, timedelta(days=8))
    found = would({"event": "message.received"})
    assert found.count == 2 and not found.asks_the_present
    assert {case.conversation for case in found.cases} == {conversation.pk}


def test_conditions_are_asked_of_what_happened_and_of_what_is_now(ada: Customer, ben: Customer) -> None:
    gold, _plain = a_conversation(ada), a_conversation(ben)
    letter_from(ben, "I am away", is_automatic=True)
    Customer.objects.filter(pk=ada.pk).update(attributes={"tier": "gold"})
    assert would({"event": "message.received"}, {"field": "event.is_automatic", "is": True}).count == 1
    by_whom = would({"event": "message.received"}, {"field": "event.by", "is": "customer"})
    assert (by_whom.count, by_whom.asks_the_present) == (3, False)
    found = would({"event": "message.received"}, {"field": "customer.attributes.tier", "is": "gold"})
    assert ([case.conversation for case in found.cases], found.asks_the_present) == ([gold.pk], True)


def test_a_wait_that_was_long_enough_counts_once(ada: Customer, ben: Customer, chiara: Customer, noor: Agent) -> None:
    long, short, still = (a_conversation(each) for each in (ada, ben, chiara))
    for conversation in (long, short):
        reply(conversation, by=noor, text="Here it is.")
    began = happened("message.received", long, timedelta(hours=2))
    happened("message.received", short, timedelta(minutes=20))
    happened("message.received", still, timedelta(minutes=40))
    found = would(WAITS)
    assert [case.conversation for case in found.cases] == [still.pk, long.pk]
    assert found.cases[1].at == began + timedelta(minutes=30)


def test_a_second_letter_does_not_begin_the_wait_anew(ada: Customer) -> None:
    conversation = a_conversation(ada, "One")
    happened("message.received", conversation, timedelta(minutes=40))
    letter_from(ada, "Two", conversation=conversation)
    assert would(WAITS).count == 1


def test_a_wait_ends_with_the_matter(ada: Customer, noor: Agent) -> None:
    conversation = a_conversation(ada)
    happened("message.received", conversation, timedelta(hours=3))
    resolve(conversation, by=noor)
    happened("conversation.resolved", conversation, timedelta(hours=2, minutes=50))
    assert would(WAITS).count == 0
    assert would({"alarm": "resolved", "after": "2 hours"}).count == 1


def test_nobodys_conversations_are_seen_until_somebody_has_them(ada: Customer, noor: Agent) -> None:
    conversation = a_conversation(ada)
    happened("conversation.opened", conversation, timedelta(hours=3))
    assert would({"alarm": "unassigned", "after": "1 hour"}).count == 1
    assign(conversation, agent=noor, team=None, by=noor)
    happened("conversation.assigned", conversation, timedelta(hours=2, minutes=30))
    assert would({"alarm": "unassigned", "after": "1 hour"}).count == 0


def test_silence_is_counted_from_the_newest_word(ada: Customer, noor: Agent) -> None:
    conversation = a_conversation(ada)
    happened("conversation.opened", conversation, timedelta(days=3))
    happened("message.received", conversation, timedelta(days=3))
    reply(conversation, by=noor, text="Here it is.")
    happened("message.written", conversation, timedelta(days=1))
    assert would({"alarm": "quiet", "after": "2 days"}).count == 1
    assert would({"alarm": "quiet", "after": "60 hours"}).count == 0
    assert would({"alarm": "waiting for customer", "after": "12 hours"}).count == 1
    assert would({"alarm": "waiting for customer", "after": "30 hours"}).count == 0


def test_waits_in_working_hours_are_counted_by_the_hours_of_their_team(
    ada: Customer, ben: Customer, beans: Team
) -> None:
    Calendar.objects.create(name="Never", hours={}, time_zone="UTC", holidays=[], is_default=True)
    beans.calendar = Calendar.objects.create(name="Always", hours="24/7", time_zone="UTC", holidays=[])
    beans.save()
    for conversation in (a_conversation(ada, team=beans), a_conversation(ben)):
        happened("message.received", conversation, timedelta(hours=3))
    assert would(WAITS | {"in": "hours"}).count == 1


def test_the_page_says_how_often(grace: Agent, ada: Customer, client: Client) -> None:
    a_conversation(ada)
    client.force_login(grace)
    form = {"name": "", "when": "message.received", "conditions": '{"all": []}', "steps": "[]"}
    shown = client.post("/settings/rules/preview", form).content.decode()
    assert "It would have fired 1 time last week." in shown and "Where is my order?" in shown
    shown = client.post(
        "/settings/rules/preview", form | {"when": "wait:unassigned", "after": "never"}
    ).content.decode()
    assert "fired" not in shown and 'class="wrong"' in shown
    shown = client.post("/settings/rules/preview", form | {"conditions": '{"field": "moon", "is": 1}'}).content.decode()
    assert 'class="wrong"' in shown
