"""Conversations that are one matter become one, and can be taken apart; nothing that was said is ever lost."""

import random
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.conversations import queries
from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.mark_read import mark_read
from regulars.conversations.actions.merge import merge
from regulars.conversations.actions.note import note
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.save_draft import save_draft
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.actions.tag import tag
from regulars.conversations.actions.unmerge import unmerge
from regulars.conversations.continuing import survivors
from regulars.conversations.found import found_by
from regulars.conversations.models import Conversation, Draft, Message, Read
from regulars.customers.models import TimelineEvent
from tests.cast import a_conversation, letter_from, meet


def texts(conversation):
    return list(conversation.messages.order_by("position").values_list("text", flat=True))


@pytest.fixture
def two(ada, ben):
    """Ada's conversation of yesterday and Ben's of today."""
    first, second = a_conversation(ada, "One", "Three"), a_conversation(ben, "Two", "Four")
    for hours, text in ((4, "One"), (3, "Two"), (2, "Three"), (1, "Four")):
        Message.objects.filter(text=text).update(created_at=timezone.now() - timedelta(hours=hours))
    return first, second


def test_messages_stand_by_time_and_keep_their_authors(two, noor):
    first, second = two
    merge(second, into=first, by=noor)
    assert texts(first) == ["One", "Two", "Three", "Four"]
    assert list(first.messages.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4]
    assert first.messages.get(text="Two").author_name == "Ben Okafor"


def test_what_became_of_it_by_the_merge_is_undone_unless_somebody_changed_it_since(two, ada, noor, tomas):
    first, second = two
    third = a_conversation(ada)
    assign(second, agent=noor, by=noor)
    for each, priority in ((second, "urgent"), (third, "high")):
        set_priority(each, priority=priority, by=noor)
        merge(each, into=first, by=noor)
    first.refresh_from_db()
    assert (first.priority, first.assignee) == (2, noor)
    unmerge(second, by=noor)
    first.refresh_from_db()
    assert (first.priority, first.assignee) == (1, None), "as urgent as the third, which is still part of it"
    merge(second, into=first, by=noor)
    assign(first, agent=tomas, by=noor)
    unmerge(second, by=noor)
    first.refresh_from_db()
    assert first.assignee == tomas


def test_people_and_tags_are_joined_and_undone(two, noor):
    first, second = two
    tag(first, tag="late", by=noor), tag(second, tag="late", by=noor), tag(second, tag="refund", by=noor)
    merge(second, into=first, by=noor)
    first.refresh_from_db()
    assert first.tags == ["late", "refund"]
    assert {each.address for each in first.participants.all()} == {"ada@moreau.example", "ben.okafor@post.example"}
    unmerge(second, by=noor)
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.tags, second.tags) == (["late"], ["late", "refund"])
    assert {each.address for each in first.participants.all()} == {"ada@moreau.example"}
    assert (texts(first), texts(second)) == (["One", "Three"], ["Two", "Four"])


def test_lists_and_counts_show_one(two, noor):
    first, second = two
    merge(second, into=first, by=noor)
    rows, _ = queries.page(queries.Choice(), agent=noor)
    assert [row.pk for row in rows] == [first.pk]
    assert queries.conversations(queries.Choice(status="open"), agent=noor).count() == 1
    found, _ = found_by("Four", queries.Choice(), agent=noor)
    assert [row.pk for row in found] == [first.pk]


def test_answers_to_it_arrive_in_the_survivor_and_go_home_with_it(two, ben, noor):
    first, second = two
    merge(second, into=first, by=noor)
    message = letter_from(ben, "Five", conversation=second)
    assert message.conversation_id == first.pk and message.home_id == second.pk
    unmerge(second, by=noor)
    assert texts(second) == ["Two", "Four", "Five"] and texts(first) == ["One", "Three"]


def test_what_agents_do_in_it_happens_in_the_survivor(two, noor):
    first, second = two
    merge(second, into=first, by=noor)
    reply(second, by=noor, text="Both of you: tomorrow."), note(second, by=noor, text="They live together")
    resolve(second, by=noor)
    first.refresh_from_db()
    assert texts(first)[-2:] == ["Both of you: tomorrow.", "They live together"] and not first.is_open


def test_what_was_read_stays_read_and_what_was_not_does_not(two, noor):
    first, second = two
    first.refresh_from_db()
    mark_read(first, by=noor)
    merge(second, into=first, by=noor)
    assert Read.objects.get(agent=noor, conversation=first).position == 1  # "Two" is unread


def test_whoever_waits_longest_still_waits(two, noor):
    first, second = two
    resolve(first, by=noor)
    merge(second, into=first, by=noor)
    first.refresh_from_db()
    assert first.is_open and first.waiting_since == first.messages.get(text="One").created_at


def test_drafts_go_along(two, noor):
    first, second = two
    for conversation, html in ((first, "<p>a</p>"), (second, "<p>b</p>")):
        save_draft(conversation, by=noor, kind="out", html=html)
    merge(second, into=first, by=noor)
    assert Draft.objects.get().html == "<p>a</p><p>b</p>" and Draft.objects.get().conversation == first


def test_chains_hold_and_come_apart_in_any_order(ada, noor):
    a, b, c = (a_conversation(ada, name) for name in "abc")
    merge(a, into=b, by=noor), merge(b, into=c, by=noor)
    assert survivors([a.pk, b.pk, c.pk]) == dict.fromkeys([a.pk, b.pk, c.pk], c.pk)
    assert texts(c) == ["a", "b", "c"]
    unmerge(b, by=noor)
    assert (texts(b), texts(c)) == (["a", "b"], ["c"])
    merge(b, into=c, by=noor), unmerge(a, by=noor)
    assert (texts(a), texts(b), texts(c)) == (["a"], [], ["b", "c"])


def test_no_circle_and_no_second_place(ada, noor):
    a, b, c = (a_conversation(ada, name) for name in "abc")
    merge(a, into=b, by=noor)
    assert merge(a, into=b, by=noor) == b  # harmless twice
    for source, into, why in ((a, a, "this conversation"), (b, a, "Take it out first"), (a, c, "merged into")):
        with pytest.raises(ValidationError, match=why):
            merge(source, into=into, by=noor)
    assert TimelineEvent.objects.filter(kind="conversation.merged", about=f"conversation:{b.pk}").count() == 1


steps = st.lists(
    st.tuples(st.sampled_from(["merge", "unmerge", "letter", "reply"]), st.integers(0, 4), st.integers(0, 4)),
    max_size=14,
)


@given(steps=steps)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_merged_and_taken_apart_no_message_is_lost(steps, db, noor):
    customer = meet("Ada", f"ada{random.random()}@moreau.example")
    conversations = [a_conversation(customer, f"begin {number}") for number in range(5)]
    home = {message.pk: message.conversation_id for message in Message.objects.filter(conversation__in=conversations)}
    into = {}  # as we understand it

    def end(pk):
        return end(into[pk]) if pk in into else pk

    for verb, one, other in steps:
        source, target = conversations[one], conversations[other]
        if verb == "merge":
            try:
                merge(source, into=target, by=noor)
                into.setdefault(source.pk, end(target.pk))
            except ValidationError:
                assert source == target or source.pk in into or end(target.pk) == source.pk
        elif verb == "unmerge":
            unmerge(source, by=noor)
            into.pop(source.pk, None)
        elif verb == "letter":
            home[letter_from(customer, "more", conversation=source).pk] = source.pk
        else:
            home[reply(source, by=noor, text="yes", recipients={"to": ["ada@moreau.example"]}).pk] = end(source.pk)
        where = dict(Message.objects.filter(pk__in=home).values_list("pk", "conversation"))
        assert where == {pk: end(at) for pk, at in home.items()}
        for conversation in Conversation.objects.filter(pk__in=[each.pk for each in conversations]):
            positions = list(conversation.messages.order_by("position").values_list("position", flat=True))
            assert len(set(positions)) == len(positions)
            if conversation.pk not in into:
                assert conversation.last_position == max(positions, default=0)


def test_the_old_number_leads_to_the_survivor(client, two, noor):
    client.force_login(noor)
    first, second = two
    answer = client.post(f"/conversations/{second.pk}/merge", {"into": f"#{first.pk}"})
    assert answer.url == f"/inbox/{first.pk}"
    assert client.get(f"/inbox/{second.pk}").url == f"/inbox/{first.pk}"
    page = client.get(f"/inbox/{first.pk}").text
    assert f"with #{second.pk}" in page and f"merged #{second.pk} into this" in page
    assert f"/conversations/{second.pk}/unmerge" in client.get(f"/conversations/{first.pk}/merge").text
    client.post(f"/conversations/{second.pk}/unmerge")
    assert client.get(f"/inbox/{second.pk}").status_code == 200


def test_a_number_that_is_none_is_refused(client, two, noor):
    client.force_login(noor)
    asks = {"Accept": "application/json"}
    answer = client.post(f"/conversations/{two[0].pk}/merge", {"into": "99999999"}, headers=asks)
    assert answer.status_code == 422 and "no conversation #99999999" in answer.text
