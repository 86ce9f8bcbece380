"""How long people are at work on a conversation, by what their open pages say."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.test import Client

from regulars.conversations.actions.resolve import resolve
from regulars.conversations.attending import attend
from regulars.conversations.models import Attention
from regulars.lib.patience import patience
from regulars.lib.postgres import connection_facts
from regulars.team.models import Agent
from tests.cast import letter_from

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def say(conversation, agent, *seconds):
    for second in seconds:
        attend(conversation.pk, agent_id=agent.pk, now=NOON + timedelta(seconds=second))


def spent(conversation, agent):
    return Attention.objects.get(conversation=conversation, agent=agent).spent.total_seconds()


def test_time_counts_between_two_words_and_not_while_nobody_was_there(ada, noor, tomas):
    conversation = letter_from(ada).conversation
    say(conversation, noor, 0, 10, 18, 600, 605)
    say(conversation, tomas, 3, 9)
    assert (spent(conversation, noor), spent(conversation, tomas)) == (23, 6)


def test_two_pages_of_one_person_share_their_time(ada, ben, noor):
    one, other = letter_from(ada).conversation, letter_from(ben).conversation
    for second in range(0, 60, 10):
        say(one, noor, second, second + 1)  # two tabs with the same conversation
        say(other, noor, second + 5)
    assert (spent(one, noor), spent(other, noor)) == (
        31,
        20,
    )  # of 55 seconds all but the 4 before the other's first word


def test_what_is_settled_takes_no_more_time(ada, noor):
    conversation = letter_from(ada).conversation
    say(conversation, noor, 0, 10)
    resolve(conversation, by=noor)
    say(conversation, noor, 20)
    assert spent(conversation, noor) == 10


@pytest.mark.django_db(transaction=True)
def test_no_page_waits_for_whoever_holds_the_conversation(ada, noor):
    conversation = letter_from(ada).conversation
    say(conversation, noor, 0)
    with psycopg.connect(**connection_facts()) as other, patience(1000):
        other.execute("SELECT FROM conversations_conversation FOR UPDATE")
        say(conversation, noor, 10)
    say(conversation, noor, 20)
    assert spent(conversation, noor) == 20


def test_a_page_says_when_it_is_in_use_and_nobody_counts_what_they_may_not_see(ada, grace, noor):
    conversation = letter_from(ada).conversation
    Agent.objects.filter(pk=noor.pk).update(works_in=[])
    for agent, facts in ((grace, {}), (noor, {"active": 1}), (grace, {"active": 1, "doing": "gone"})):
        assert not Attention.objects.exists()
        client = Client()
        client.force_login(agent)
        client.post(f"/conversations/{conversation.pk}/here", {"doing": "looking", "page": "p", **facts})
    assert Attention.objects.get().agent == grace
