"""What is put away comes back once: when its time has come, when somebody replies, or when somebody takes it up."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.conversations import queries
from regulars.conversations.actions.move_status import move_status
from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.retire_status import retire_status
from regulars.conversations.actions.save_status import save_status
from regulars.conversations.actions.set_status import set_status
from regulars.conversations.actions.snooze import snooze
from regulars.conversations.actions.wake_up import next_due, wake_snoozed, wake_up
from regulars.conversations.clocks import keep_time
from regulars.conversations.models import Clock, Conversation, NamedStatus, Promise
from regulars.conversations.snoozing import offered
from regulars.customers.models import TimelineEvent
from regulars.team.models import Agent, Calendar, Role
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


def test_what_becomes_of_it_after_an_answer_is_each_agents_choice(client, grace, ada):
    conversation = a_conversation(ada)
    client.force_login(grace)
    client.post(f"/conversations/{conversation.pk}/write", {"kind": "reply", "text": "Soon."})
    conversation.refresh_from_db()
    assert conversation.is_open
    type(grace).objects.filter(pk=grace.pk).update(after_reply="pending")
    client.post(f"/conversations/{conversation.pk}/write", {"kind": "note", "text": "Hm."})
    conversation.refresh_from_db()
    assert conversation.is_open, "a note answers nothing"
    client.post(f"/conversations/{conversation.pk}/write", {"kind": "reply", "text": "Now."})
    conversation.refresh_from_db()
    assert conversation.is_pending


def test_whoever_may_not_organise_puts_nothing_away_by_writing(client, noor, ada):
    conversation = a_conversation(ada)
    role = Role.objects.create(key="role 1", own_name="Writers", permissions=["reply", "note"])
    Agent.objects.filter(pk=noor.pk).update(role=role, after_reply="pending")
    client.force_login(noor)
    for form in ({"kind": "note", "snooze": "1"}, {"kind": "reply", "resolve": "1"}):
        assert client.post(f"/conversations/{conversation.pk}/write", {"text": "Hm.", **form}).status_code == 403
    assert client.post(f"/conversations/{conversation.pk}/write", {"kind": "reply", "text": "Now."}).status_code < 400
    conversation.refresh_from_db()
    assert conversation.is_open and conversation.messages.count() == 2


def test_the_menu_offers_times_and_names(client, grace, ada):
    conversation = a_conversation(ada)
    supplier = NamedStatus.objects.create(name="With the roaster", category="pending")
    client.force_login(grace)
    menu = client.get(f"/conversations/{conversation.pk}/snooze").text
    assert "Tomorrow" in menu and "With the roaster" in menu
    assert (
        client.post(
            f"/conversations/{conversation.pk}/snooze", {"until": "nonsense"}, headers={"HX-Request": "true"}
        ).status_code
        == 422
    )
    for word in ("tomorrow", "month", "reply"):
        client.post(f"/conversations/{conversation.pk}/snooze", {"until": word})
    client.post(f"/conversations/{conversation.pk}/status", {"status": supplier.pk})
    conversation.refresh_from_db()
    assert (conversation.is_pending, conversation.named_status, conversation.snoozed_until) == (True, supplier, None)
    client.post(f"/conversations/{conversation.pk}/wake")
    conversation.refresh_from_db()
    assert conversation.is_open


def test_it_is_offered_when_the_house_is_open(grace):
    friday = datetime(2026, 11, 20, 16, 50, tzinfo=UTC)
    said = {each.word: each.at for each in offered(grace, now=friday)}
    assert "today" not in said, "a quarter to eight is no later today"
    assert said["week"] == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert said["month"] == datetime(2026, 12, 1, 9, tzinfo=UTC)
    hours = {day: ["08:00-17:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
    Calendar.objects.create(name="House", hours=hours, is_default=True)
    said = {each.word: each.at for each in offered(grace, now=datetime(2026, 11, 19, 9, 0, tzinfo=UTC))}
    assert said["today"].time() == time(12, 15)
    assert said["tomorrow"] == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert said["week"] == datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_statuses_are_made_moved_and_retired(client, grace, noor, ada):
    client.force_login(noor)
    assert client.get("/settings/statuses").status_code == 403
    client.force_login(grace)
    for name in ("With the roaster", "Waiting for parts"):
        client.post("/settings/statuses/new", {"name": name, "category": "pending", "is_default": "on"})
    first, second = NamedStatus.objects.order_by("pk")
    assert (first.is_default, second.is_default) == (False, True)
    wrong = client.post("/settings/statuses/new", {"name": "with the ROASTER", "category": "open"})
    assert wrong.status_code == 422 and "already" in wrong.text
    with pytest.raises(ValidationError, match="stays what it is"):
        save_status(first, name="With the roaster", category="open", by=grace)
    move_status(second, to=1, by=grace)
    assert list(NamedStatus.objects.all()) == [second, first]
    conversation = a_conversation(ada)
    snooze(conversation, by=grace)
    conversation.refresh_from_db()
    assert conversation.named_status == second, "what is usual"
    client.post(f"/settings/statuses/{first.pk}/retire")
    assert retire_status(second, by=grace) is False
    assert list(NamedStatus.objects.values_list("name", flat=True)) == ["Waiting for parts"], "kept, as somebody has it"
    conversation.refresh_from_db()
    assert conversation.named_status == second


def test_the_clock_of_a_solution_stands_still_and_that_of_a_reply_does_not(grace, ada):
    Promise.objects.create(
        name="All", first_reply=60, resolution=600, is_around_the_clock=True, made_at=datetime(2020, 1, 1, tzinfo=UTC)
    )
    conversation = a_conversation(ada)
    keep_time(conversation)
    snooze(conversation, by=grace)
    conversation.refresh_from_db()
    keep_time(conversation)
    due = dict(Clock.objects.values_list("kind", "due_at"))
    assert due["resolution"] is None and due["first_reply"] == conversation.due_at
    Conversation.objects.filter(pk=conversation.pk).update(pending_since=timezone.now() - timedelta(hours=2))
    wake_up(conversation, by=grace)
    conversation.refresh_from_db()
    keep_time(conversation)
    clock = Clock.objects.get(kind="resolution")
    assert abs(clock.due_at - conversation.woken_at - timedelta(minutes=600)) < timedelta(minutes=1)
