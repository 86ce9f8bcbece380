"""What is put away comes back once: when its time has come, when somebody replies, or when somebody takes it up."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.conversations import queries
from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.set_status import set_status
from regulars.conversations.actions.snooze import snooze
from regulars.conversations.actions.wake_up import next_due, wake_snoozed, wake_up
from regulars.conversations.models import Conversation, NamedStatus
from regulars.customers.models import TimelineEvent
from tests.cast import a_conversation, letter_from

pytestmark = pytest.mark.django_db


def kinds(conversation):
    return list(
        TimelineEvent.objects.filter(about=f"conversation:{conversation.pk}")
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def later(hours=3):
    return timezone.now() + timedelta(hours=hours)


def test_it_leaves_the_list_and_stays_whose_it_is(grace, ada):
    conversation = a_conversation(ada, assignee=grace)
    snooze(conversation, until=later(), by=grace)
    conversation.refresh_from_db()
    assert (conversation.status, conversation.assignee) == ("pending", grace)
    assert conversation.waiting_since is not None, "the customer waits all the same"
    assert queries.page(queries.Choice(status="open"), agent=grace)[0] == []
    assert [each.pk for each in queries.page(queries.Choice(status="pending"), agent=grace)[0]] == [conversation.pk]
    assert not queries.conversations(queries.Choice(view="mine", status="open"), agent=grace).exists()


def test_it_wakes_once_when_its_time_has_come(grace, ada):
    first, second = a_conversation(ada, assignee=grace), a_conversation(ada)
    until = later()
    snooze(first, until=until, by=grace)
    assert next_due() == until
    assert wake_snoozed(now=until - timedelta(seconds=1)) == 0
    assert wake_snoozed(now=until) == 1
    assert wake_snoozed(now=until) == 0
    first.refresh_from_db()
    assert (first.status, first.assignee, first.snoozed_until) == ("open", grace, None)
    assert first.last_activity_at > Conversation.objects.get(pk=second.pk).last_activity_at, "on top of the list"
    assert kinds(first)[-2:] == ["conversation.snoozed", "conversation.woken"]


def test_a_reply_wakes_it_once(grace, ada):
    conversation = a_conversation(ada)
    snooze(conversation, by=grace)
    letter_from(ada, "And?", conversation=conversation)
    letter_from(ada, "Well?", conversation=conversation)
    conversation.refresh_from_db()
    assert conversation.is_open
    assert kinds(conversation).count("conversation.woken") == 1
    assert "conversation.reopened" not in kinds(conversation)


def test_an_absence_notice_wakes_nothing(grace, ada):
    conversation = a_conversation(ada)
    snooze(conversation, by=grace)
    letter_from(ada, "I am away", conversation=conversation, is_automatic=True)
    conversation.refresh_from_db()
    assert conversation.is_pending


def test_taking_it_up_is_the_way_back(grace, ada):
    conversation = a_conversation(ada)
    snooze(conversation, until=later(), by=grace)
    reopen(conversation, by=grace)
    wake_up(conversation, by=grace)
    conversation.refresh_from_db()
    assert (conversation.is_open, conversation.snoozed_until) == (True, None)
    assert kinds(conversation).count("conversation.woken") == 1


def test_what_is_put_away_can_be_settled(grace, ada):
    conversation = a_conversation(ada)
    snooze(conversation, until=later(), by=grace)
    resolve(conversation, by=grace)
    conversation.refresh_from_db()
    assert (conversation.status, conversation.snoozed_until, conversation.pending_since) == ("resolved", None, None)


@pytest.mark.parametrize("until", [datetime(2020, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)])
def test_a_time_that_makes_no_sense_is_refused(grace, ada, until):
    conversation = a_conversation(ada)
    with pytest.raises(ValidationError, match="ahead"):
        snooze(conversation, until=until, by=grace)
    conversation.refresh_from_db()
    assert conversation.is_open


def test_the_house_has_words_of_its_own(grace, ada):
    conversation = a_conversation(ada)
    supplier = NamedStatus.objects.create(name="With the roaster", category="pending")
    usual = NamedStatus.objects.create(name="In work", category="open", is_default=True)
    set_status(conversation, status=supplier, by=grace)
    set_status(conversation, status=supplier, by=grace)
    conversation.refresh_from_db()
    assert (conversation.status, conversation.named_status) == ("pending", supplier)
    assert kinds(conversation)[-2:] == ["conversation.snoozed", "conversation.status_set"]
    letter_from(ada, "And?", conversation=conversation)
    conversation.refresh_from_db()
    assert (conversation.status, conversation.named_status) == ("open", usual)
    supplier.retired_at = timezone.now()
    with pytest.raises(ValidationError, match="not used any more"):
        set_status(conversation, status=supplier, by=grace)
