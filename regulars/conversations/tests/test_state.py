"""Assign, resolve, reopen, tag, priority, read: each changes, records, refuses, and is harmless twice."""

import pytest
from django.core.exceptions import ValidationError

from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.mark_read import mark_read
from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.actions.tag import tag
from regulars.conversations.actions.untag import untag
from regulars.conversations.models import Read
from regulars.customers.models import TimelineEvent
from regulars.customers.telling import told
from tests.cast import a_conversation, letter_from


def recorded(kind):
    return TimelineEvent.objects.filter(kind=kind).count()


def test_assign_gives_it_to_an_agent_a_team_or_nobody(ada, noor, tomas, beans):
    conversation = a_conversation(ada)
    for agent, team in [(noor, None), (None, beans), (noor, beans), (None, None)]:
        assign(conversation, agent=agent, team=team, by=tomas)
        conversation.refresh_from_db()
        assert (conversation.assignee, conversation.team) == (agent, team)
    assert recorded("conversation.assigned") == 4


def test_assign_twice_is_once(ada, noor):
    conversation = a_conversation(ada)
    assign(conversation, agent=noor, by=noor)
    assign(conversation, agent=noor, by=noor)
    assert recorded("conversation.assigned") == 1


def test_the_timeline_tells_giving_from_taking(ada, noor, tomas):
    conversation = a_conversation(ada)
    assign(conversation, agent=noor, by=tomas)
    assign(conversation, by=tomas)
    assign(conversation, agent=tomas, by=tomas)
    said = [line.sentence for line in told(TimelineEvent.objects.filter(kind="conversation.assigned").order_by("pk"))]
    assert said == ["Tomas Vega gave this to Noor Haddad", "Tomas Vega gave this to nobody", "Tomas Vega took this"]


def test_nobody_who_has_left_gets_work(ada, noor, tomas):
    tomas.is_active = False
    tomas.save()
    with pytest.raises(ValidationError, match="does not work here"):
        assign(a_conversation(ada), agent=tomas, by=noor)
    assert recorded("conversation.assigned") == 0


def test_resolve_ends_the_wait_once(ada, noor):
    conversation = a_conversation(ada)
    resolve(conversation, by=noor)
    resolve(conversation, by=noor)
    conversation.refresh_from_db()
    assert not conversation.is_open and conversation.resolved_at and conversation.waiting_since is None
    assert recorded("conversation.resolved") == 1


def test_reopen_remembers_who_waits_and_since_when(ada, noor):
    conversation = a_conversation(ada, "One", "Two")
    reply(conversation, by=noor, text="Answered")
    unanswered = letter_from(ada, "But still", conversation=conversation)
    resolve(conversation, by=noor)
    reopen(conversation, by=noor)
    reopen(conversation, by=noor)
    conversation.refresh_from_db()
    assert conversation.is_open and conversation.waiting_since == unanswered.created_at
    assert recorded("conversation.reopened") == 1


def test_reopen_of_an_answered_one_starts_no_wait(ada, noor):
    conversation = a_conversation(ada)
    reply(conversation, by=noor, text="Answered")
    resolve(conversation, by=noor)
    reopen(conversation, by=noor)
    conversation.refresh_from_db()
    assert conversation.waiting_since is None


def test_tags_are_small_words_without_doubles(ada, noor):
    conversation = a_conversation(ada)
    for word in ["Late  Parcel", "late parcel", "#VIP"]:
        tag(conversation, tag=word, by=noor)
    untag(conversation, tag="nowhere", by=noor)
    conversation.refresh_from_db()
    assert conversation.tags == ["late parcel", "vip"]
    untag(conversation, tag="VIP", by=noor)
    conversation.refresh_from_db()
    assert conversation.tags == ["late parcel"]
    assert (recorded("conversation.tagged"), recorded("conversation.untagged")) == (2, 1)


@pytest.mark.parametrize("word", ["", "  ", "#", "a,b", "x" * 65])
def test_a_bad_tag_is_refused(ada, noor, word):
    conversation = a_conversation(ada)
    with pytest.raises(ValidationError) as refused:
        tag(conversation, tag=word, by=noor)
    assert "tag" in refused.value.message_dict
    conversation.refresh_from_db()
    assert conversation.tags == []


def test_priority_is_one_of_four_words(ada, noor):
    conversation = a_conversation(ada)
    set_priority(conversation, priority="urgent", by=noor)
    set_priority(conversation, priority="urgent", by=noor)
    conversation.refresh_from_db()
    assert conversation.priority == 2 and recorded("conversation.priority_set") == 1
    with pytest.raises(ValidationError, match="low, normal, high, urgent"):
        set_priority(conversation, priority="mega", by=noor)


def test_reading_is_each_agents_own_and_never_goes_back(ada, noor, tomas):
    conversation = a_conversation(ada, "One", "Two")
    stale = type(conversation).objects.get(pk=conversation.pk)
    letter_from(ada, "Three", conversation=conversation)
    conversation.refresh_from_db()
    mark_read(conversation, by=noor)
    mark_read(stale, by=noor)
    assert Read.objects.get(agent=noor).position == 3
    assert not Read.objects.filter(agent=tomas).exists()
