"""Who is told what, and that nobody is told too often."""

import pytest
from django.core.exceptions import ValidationError

from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.mark_failed import mark_failed
from regulars.conversations.actions.note import note
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.tell import tell
from regulars.conversations.models.access import Access
from regulars.customers.actions.react import react
from regulars.customers.models import Reaction, TimelineEvent
from regulars.notifications.actions.choose import choose
from regulars.notifications.actions.see import see
from regulars.notifications.models import Notification
from regulars.notifications.queries import newest, unseen
from regulars.notifications.words import lines
from regulars.team.models import Agent
from tests.cast import a_conversation, letter_from, the_inbox


def told() -> set[tuple[str, str, int]]:
    while react():
        pass
    rows = Notification.objects.filter(seen_at=None).select_related("agent")
    return {(each.agent.first_name, each.reason, each.count) for each in rows}


def test_whoever_is_given_a_conversation_is_told_and_who_takes_one_is_not(ada, grace, noor):
    assign(a_conversation(ada), agent=noor, by=grace)
    assign(a_conversation(ada), agent=grace, by=grace)
    assert told() == {("Noor", "assigned", 1)}
    assert [line.says for line in lines(newest(noor))] == ["Grace Linden gave you this"]


def test_what_follows_before_they_look_is_counted_in_it(ada, grace, noor):
    conversation = a_conversation(ada, assignee=noor)
    for number in range(5):
        letter_from(ada, f"And {number}?", conversation=conversation)
    assert told() == {("Noor", "reply", 5)}
    assert lines(newest(noor))[0].says == "Ada Moreau wrote to you 5 times"
    see(noor, conversation=conversation.pk)
    letter_from(ada, "And now?", conversation=conversation)
    assert told() == {("Noor", "reply", 1)} and unseen(noor) == (1, [conversation.pk])


def test_letters_in_nobodys_conversation_and_automatic_ones_ask_for_nothing(ada, noor):
    a_conversation(ada, "One", "Two")
    mine = a_conversation(ada, assignee=noor)
    letter_from(ada, "I am away", conversation=mine, is_automatic=True)
    assert told() == set()
    assert not Reaction.objects.filter(name__contains="notify", event_id__in=_letters()).exists()


def _letters() -> list[int]:
    return list(TimelineEvent.objects.filter(kind="message.received").values_list("pk", flat=True))


def test_mentions_reach_people_and_teams_and_come_before_other_reasons(ada, grace, noor, tomas, beans):
    conversation = a_conversation(ada, assignee=noor)
    told()
    mention = '<mark data-mention="{}">@{}</mark>'
    note(
        conversation,
        html=f"<p>{mention.format(f'agent:{tomas.pk}', 'Tomas')} and {mention.format(f'team:{beans.pk}', 'Beans')}</p>",
        text="@Tomas @Beans",
        by=grace,
    )
    assert told() == {("Noor", "mention", 1), ("Tomas", "mention", 1)}


def test_a_note_concerns_whoever_has_the_conversation_but_not_its_author(ada, grace, noor):
    conversation = a_conversation(ada, assignee=noor)
    note(conversation, text="I called them.", by=noor)
    assert told() == set()
    note(conversation, text="I called, too.", by=grace)
    assert told() == {("Noor", "note", 1)}


def test_whoever_is_told_to_look_is_told(ada, grace, noor):
    tell(a_conversation(ada), text="Please look", agent=noor, by=grace)
    assert ("Noor", "told", 1) in told()


def test_an_answer_that_does_not_arrive_is_told_to_its_author(ada, grace, noor):
    conversation = a_conversation(ada, assignee=grace)
    message = reply(conversation, text="Here it is.", by=noor)
    told()
    mark_failed(message.delivery, error="550 no such user", is_final=True)
    assert ("Noor", "failed", 1) in told()


def test_nobody_is_told_when_they_have_left(ada, noor):
    conversation = a_conversation(ada, assignee=noor)
    Agent.objects.filter(pk=noor.pk).update(is_active=False)
    letter_from(ada, "And?", conversation=conversation)
    assert told() == set()
    assert unseen(noor) == (0, [])


def test_a_reason_without_ways_is_not_told(ada, noor):
    choose(noor, ways={})
    letter_from(ada, "And?", conversation=a_conversation(ada, assignee=noor))
    assert told() == set()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"ways": {"weather": ["desk"]}}, "ways"),
        ({"ways": {"reply": ["pigeon"]}}, "ways"),
        ({"ways": {}, "mail_after": 7}, "mail_after"),
    ],
)
def test_what_cannot_be_wished_is_named_and_changes_nothing(noor, facts, field):
    with pytest.raises(ValidationError) as caught:
        choose(noor, **facts)
    assert list(caught.value.message_dict) == [field]
    assert not hasattr(Agent.objects.get(pk=noor.pk), "wishes")


def test_nobody_is_told_of_inboxes_in_which_they_do_not_work(ada, grace, noor):
    conversation = a_conversation(ada)
    Access.objects.create(agent=noor, inbox=the_inbox("Wholesale"))
    tell(conversation, text="Please look", agent=noor, by=grace)
    assert told() == set()
