"""Whoever is gone gives back what waits for them, and a team that cannot answer passes on."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F

from regulars.conversations.actions.assign import assign
from regulars.conversations.models import Conversation
from regulars.customers.actions.react import react
from regulars.customers.models import Listening, Reaction, TimelineEvent
from regulars.routing.actions.arrange import arrange
from regulars.routing.actions.pass_on import pass_on
from regulars.routing.actions.recall import recall
from regulars.routing.actions.release import release
from regulars.routing.actions.tend import tend
from regulars.routing.actions.wake import wake
from regulars.routing.models import RoutingDecision
from regulars.routing.queries import decisions_about
from regulars.routing.shifts import has_had
from regulars.routing.tests.floor import at_the_desk, knows
from regulars.team.models import Agent, AuditEntry, Calendar, Presence, Team
from tests.cast import a_conversation


@pytest.fixture
def desk(beans, noor, tomas, grace) -> Team:
    beans.members.add(tomas)
    arrange(beans, gives_out="round robin", gives_back_after=10, by=grace)
    at_the_desk(noor, tomas)
    return Team.objects.get(pk=beans.pk)


def now(conversation):
    return Conversation.objects.get(pk=conversation.pk)


def later(minutes: int) -> None:
    """So long ago, all of it: what was given, who left, who waits."""
    by = timedelta(minutes=minutes)
    TimelineEvent.objects.update(at=F("at") - by)
    RoutingDecision.objects.update(at=F("at") - by)
    Presence.objects.update(left_at=F("left_at") - by)
    Conversation.objects.update(waiting_since=F("waiting_since") - by)


def test_recall_gives_back_what_waits_for_whoever_is_away_and_somebody_else_gets_it(desk, ada, noor, tomas):
    conversation = a_conversation(ada, assignee=noor, team=desk)
    at_the_desk(noor, state="away")
    later(9)
    assert recall(desk) == 0 and now(conversation).assignee == noor
    later(2)
    assert tend() == 2 and now(conversation).assignee == tomas
    assert [each.kind for each in RoutingDecision.objects.order_by("pk")] == ["taken back", "given"]


def test_recall_is_harmless_twice_and_leaves_whoever_came_back(desk, ada, ben, noor, tomas):
    conversation, other = a_conversation(ada, assignee=noor, team=desk), a_conversation(ben, assignee=tomas, team=desk)
    at_the_desk(noor, tomas, state="offline")
    later(11)
    at_the_desk(tomas)
    assert recall(desk) == 1 and recall(desk) == 0
    assert now(conversation).assignee is None and now(other).assignee == tomas


def test_what_was_given_to_somebody_who_is_gone_has_as_long(desk, ada, noor, grace):
    conversation = a_conversation(ada, team=desk)
    at_the_desk(noor, state="away")
    later(60)
    assign(conversation, agent=noor, team=desk, by=grace)
    assert recall(desk) == 0 and now(conversation).assignee == noor
    later(11)
    assert recall(desk) == 1


def test_what_we_answered_stays(desk, ada, noor, tomas):
    conversation = a_conversation(ada, assignee=noor, team=desk)
    Conversation.objects.filter(pk=conversation.pk).update(waiting_since=None)
    at_the_desk(noor, state="away")
    later(60)
    assert recall(desk) == 0


def test_pass_on_goes_to_the_team_that_stands_in_once(desk, ada, noor, tomas, grace):
    others = Team.objects.create(name="Others", overflow_team=desk, overflow_after=1)
    arrange(desk, overflow_team=others, overflow_after=5, by=grace)
    desk.refresh_from_db()
    knows(noor, capacity=0), knows(tomas, capacity=0)
    conversation = a_conversation(ada, team=desk)
    assert pass_on(desk) == 0
    later(6)
    assert tend() == 1 and now(conversation).team == others
    later(60)
    assert tend() == 0 and now(conversation).team == others
    assert RoutingDecision.objects.get().kind == "overflowed"


@pytest.mark.parametrize(
    ("since", "until", "has"),
    [
        ("2027-03-04 10:00", "2027-03-04 10:30", True),
        ("2027-03-04 10:00", "2027-03-04 10:29", False),
        ("2027-03-03 20:00", "2027-03-04 09:29", False),  # the night counts for nothing in the morning
        ("2027-03-03 20:00", "2027-03-04 09:30", True),
        ("2027-03-03 20:00", "2027-03-03 20:30", True),  # at night nobody of them comes
        ("2027-03-05 16:50", "2027-03-08 09:20", True),  # over the weekend
    ],
)
def test_while_a_team_is_at_work_its_working_time_counts(beans, since, until, has):
    beans.calendar = Calendar.objects.create(name="Shop", hours={"mon-fri": "09:00-17:00"}, time_zone="Europe/Berlin")
    moments = [datetime.fromisoformat(each).replace(tzinfo=ZoneInfo("Europe/Berlin")) for each in (since, until)]
    assert has_had(beans, 30, since=moments[0], now=moments[1]) is has


def test_who_is_not_at_work_does_not_stand_in(desk, ada, grace):
    closed = Calendar.objects.create(name="Never now", hours={}, time_zone="UTC", holidays=[])
    others = Team.objects.create(name="Others", calendar=closed)
    arrange(desk, overflow_team=others, overflow_after=5, by=grace)
    conversation = a_conversation(ada, team=desk)
    later(60)
    assert pass_on(Team.objects.get(pk=desk.pk)) == 0
    Calendar.objects.update(hours="24/7")
    assert pass_on(Team.objects.get(pk=desk.pk)) == 1 and now(conversation).team == others


def test_arrange_changes_records_refuses_and_is_harmless_twice(beans, grace):
    for _ in range(2):
        arrange(beans, gives_out="least busy", level=2, by=grace)
    assert Team.objects.values_list("gives_out", "level").get() == ("least busy", 2)
    assert AuditEntry.objects.filter(action="queue.arranged").count() == 1
    for wrong in ({"overflow_team": beans}, {"gives_out": "by dice"}, {"level": 7}, {"colour": "red"}):
        with pytest.raises(ValidationError) as refused:
            arrange(beans, **wrong, by=grace)
        assert [*refused.value.message_dict] == [*wrong]
    assert AuditEntry.objects.count() == 1


def test_nothing_follows_from_events_until_a_queue_gives_out_by_itself(beans, ada, grace):
    a_conversation(ada)
    assert not Listening.objects.filter(name__contains="routing").exists()
    arrange(beans, gives_out="round robin", by=grace)
    assert "message.received" in Listening.objects.get(name="regulars.routing.actions.wake.wake").kinds
    arrange(beans, gives_out="by hand", by=grace)
    assert Listening.objects.get(name="regulars.routing.actions.wake.wake").kinds == []


def test_the_waits_of_whoever_was_never_seen_are_left_alone(desk, ada, grace):
    a_conversation(ada, assignee=grace, team=desk)
    later(100)
    assert recall(desk) == 0


def test_wake_follows_from_a_letter_while_a_queue_gives_out_by_itself(desk, ada):
    a_conversation(ada)
    owed = Reaction.objects.filter(name=f"{wake.__module__}.{wake.__name__}")
    assert owed.filter(state="waiting").exists()
    while react():
        pass
    assert not owed.exclude(state="done").exists()


def test_release_gives_back_at_once_what_waits_for_whoever_was_let_go(beans, ada, ben, noor, tomas):
    ours, loose = a_conversation(ada, assignee=noor, team=beans), a_conversation(ben, assignee=noor)
    kept, answered = a_conversation(ben, assignee=tomas), a_conversation(ada, assignee=noor)
    Conversation.objects.filter(pk=answered.pk).update(waiting_since=None)
    assert release() == 0
    Agent.objects.filter(pk=noor.pk).update(is_active=False)
    assert tend() == 2 and tend() == 0
    assert (now(ours).assignee, now(ours).team, now(loose).assignee, now(loose).team) == (None, beans, None, None)
    assert now(kept).assignee == tomas and now(answered).assignee == noor
    assert decisions_about(loose)[0].title == "Taken back from Noor Haddad, who works here no more"
