"""Messages that are another matter go on by themselves, and come back when that was a mistake. None is lost, none is there twice."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.conversations.actions.follow_up import follow_up
from regulars.conversations.actions.link import link
from regulars.conversations.actions.mark_read import mark_read
from regulars.conversations.actions.merge import merge
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.split import split
from regulars.conversations.actions.unlink import unlink
from regulars.conversations.actions.unmerge import unmerge
from regulars.conversations.actions.unsplit import unsplit
from regulars.conversations.models import Conversation, Link, Message, SearchEntry, Split
from regulars.customers.models import TimelineEvent
from tests.cast import a_conversation, letter_from

pytestmark = pytest.mark.django_db


def texts(conversation):
    return list(conversation.messages.order_by("position").values_list("text", flat=True))


def ids(conversation, *said):
    return list(conversation.messages.filter(text__in=said).values_list("pk", flat=True))


def kinds(conversation):
    return list(
        TimelineEvent.objects.filter(about=f"conversation:{conversation.pk}")
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def in_order(*conversations):
    for each in conversations:
        positions = list(each.messages.order_by("position").values_list("position", flat=True))
        assert positions == list(range(1, len(positions) + 1))


def test_messages_go_on_in_a_new_conversation(grace, ada):
    old = a_conversation(ada, "One", "Two", "Three", assignee=grace)
    new = split(old, messages=ids(old, "Two"), subject="The other thing", by=grace)
    old.refresh_from_db()
    assert (texts(old), texts(new)) == (["One", "Three"], ["Two"])
    assert (new.customer, new.assignee, new.subject) == (ada, grace, "The other thing")
    assert new.waiting_since is not None
    assert set(SearchEntry.objects.filter(conversation=new).values_list("pk", flat=True)) == set(ids(new, "Two"))
    assert kinds(old)[-1] == kinds(new)[-1] == "conversation.split"
    in_order(old, new)


def test_it_is_with_whoever_wrote_all_of_it(grace, ada, ben):
    old = a_conversation(ada, "One")
    letter_from(ben, "Mine, too", conversation=old)
    new = split(old, messages=ids(old, "Mine, too"), by=grace)
    assert new.customer == ben
    assert set(new.participants.values_list("customer", flat=True)) == {ben.pk}
    assert ben.pk not in old.participants.values_list("customer", flat=True)


def test_undone_it_is_as_before_with_what_was_said_since(grace, ada):
    old = a_conversation(ada, "One", "Two", "Three")
    mark_read(old, by=grace)
    new = split(old, messages=ids(old, "Two"), by=grace)
    letter_from(ada, "Four", conversation=new)
    unsplit(new, by=grace)
    unsplit(new, by=grace)
    assert (texts(old), texts(new)) == (["One", "Two", "Three", "Four"], [])
    letter_from(ada, "Five", conversation=new)
    assert texts(old)[-1] == "Five", "its number leads there"
    assert not Split.objects.exists()
    unmerge(new, by=grace)
    assert (texts(old), texts(new)) == (["One", "Two", "Three"], ["Four", "Five"])
    in_order(old, new)


@pytest.mark.parametrize("said", [(), ("One", "Two")])
def test_something_goes_and_something_stays(grace, ada, said):
    old = a_conversation(ada, "One", "Two")
    with pytest.raises(ValidationError):
        split(old, messages=ids(old, *said), by=grace)
    with pytest.raises(ValidationError):
        split(old, messages=[10**9], by=grace)
    assert texts(old) == ["One", "Two"]


def test_what_became_part_of_another_one_comes_back_by_way_of_that(grace, ada):
    old, other = a_conversation(ada, "One", "Two"), a_conversation(ada, "Three")
    new = split(old, messages=ids(old, "Two"), by=grace)
    merge(new, into=other, by=grace)
    with pytest.raises(ValidationError, match="Take it out"):
        unsplit(new, by=grace)
    unmerge(new, by=grace)
    unsplit(new, by=grace)
    assert texts(old) == ["One", "Two"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_done_each_message_is_somewhere_once(grace, ada, ben, data):
    Conversation.objects.all().delete()
    several = [a_conversation(ada, "a", "b", "c"), a_conversation(ben, "d", "e")]
    before = set(Message.objects.values_list("pk", flat=True))
    for _step in range(data.draw(st.integers(1, 9))):
        here = data.draw(st.sampled_from(several))
        messages = list(here.messages.values_list("pk", flat=True))
        act = data.draw(st.sampled_from(["split", "unsplit", "merge", "unmerge", "write"]))
        try:
            if act == "split":
                several.append(
                    split(here, messages=data.draw(st.lists(st.sampled_from(messages or [0]), unique=True)), by=grace)
                )
            elif act == "merge":
                merge(here, into=data.draw(st.sampled_from(several)), by=grace)
            elif act == "write":
                before.add(letter_from(ada, "more", conversation=here).pk)
            else:
                {"unsplit": unsplit, "unmerge": unmerge}[act](here, by=grace)
        except ValidationError:
            pass
        in_order(*Conversation.objects.all())
        assert set(Message.objects.values_list("pk", flat=True)) == before
        for each in Conversation.objects.all():
            assert each.last_position == each.messages.count() or each.merged_into_id
            assert not (each.merged_into_id and each.messages.exists()), "what goes on elsewhere holds nothing"


def test_links_say_it_of_both_and_come_off(grace, ada, ben):
    problem, incident = a_conversation(ada), a_conversation(ben)
    link(incident, other=problem, kind="cause", by=grace)
    link(incident, other=problem, kind="cause", by=grace)
    assert Link.objects.get().kind == "cause"
    assert list(Conversation.objects.values_list("link_count", flat=True)) == [1, 1]
    link(incident, other=problem, kind="duplicate", by=grace)
    assert Link.objects.get().kind == "duplicate"
    unlink(problem, other=incident, by=grace)
    unlink(problem, other=incident, by=grace)
    assert not Link.objects.exists()
    assert list(Conversation.objects.values_list("link_count", flat=True)) == [0, 0]
    assert kinds(problem)[-1] == kinds(incident)[-1] == "conversation.unlinked"
    with pytest.raises(ValidationError):
        link(problem, other=problem, by=grace)
    with pytest.raises(ValidationError):
        link(problem, other=incident, kind="cousin", by=grace)


def test_a_link_goes_on_with_what_was_merged(grace, ada, ben):
    problem, incident, survivor = a_conversation(ada), a_conversation(ben), a_conversation(ben)
    link(incident, other=problem, by=grace)
    merge(incident, into=survivor, by=grace)
    survivor.refresh_from_db()
    assert survivor.link_count == 1
    unlink(survivor, other=problem, by=grace)
    assert not Link.objects.exists()


def test_a_settled_matter_is_followed_up(grace, ada):
    old = a_conversation(ada)
    with pytest.raises(ValidationError, match="not settled"):
        follow_up(old, by=grace)
    resolve(old, by=grace)
    new = follow_up(old, by=grace)
    reply(new, text="How is the grinder?", by=grace)
    old.refresh_from_db()
    assert (new.follows, new.customer, new.assignee, new.subject) == (old, ada, grace, old.subject)
    assert (old.is_resolved, kinds(old)[-1]) == (True, "conversation.followed")
