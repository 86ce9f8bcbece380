"""A queue gives what waits to whoever is there, able, and has room; and says why."""

import pytest
from django.core.exceptions import ValidationError

from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.models import Access, Conversation
from regulars.customers.actor import SYSTEM
from regulars.customers.models import TimelineEvent
from regulars.customers.telling import told
from regulars.routing.actions.give_out import give_out
from regulars.routing.actions.tend import tend
from regulars.routing.models import RoutingDecision
from regulars.routing.tests.floor import at_the_desk, knows
from regulars.team.models import Agent, Role, Team
from tests.cast import a_conversation, meet, the_inbox


@pytest.fixture
def desk(beans, noor, tomas) -> Team:
    beans.members.add(tomas)
    beans.gives_out = Team.GivesOut.ROUND_ROBIN
    beans.save()
    at_the_desk(noor, tomas)
    return beans


def owners(*conversations):
    return [Conversation.objects.get(pk=each.pk).assignee for each in conversations]


def test_give_out_goes_in_turn(desk, ada, noor, tomas):
    several = [a_conversation(ada, team=desk) for _ in range(4)]
    assert give_out(desk) == 4
    assert owners(*several) == [noor, tomas, noor, tomas]


def test_the_least_busy_comes_first(desk, ada, noor, tomas):
    a_conversation(ada, assignee=noor, team=desk)
    desk.gives_out = Team.GivesOut.LEAST_BUSY
    several = [a_conversation(ada, team=desk) for _ in range(3)]
    give_out(desk)
    assert owners(*several)[0] == tomas and owners(*several).count(tomas) == 2


def test_nobody_gets_more_than_they_have_room_for(desk, ada, noor, tomas):
    knows(noor, capacity=1), knows(tomas, capacity=2)
    several = [a_conversation(ada, team=desk) for _ in range(5)]
    assert give_out(desk) == 3
    assert owners(*several).count(None) == 2 and owners(*several).count(noor) == 1


def test_a_chat_takes_more_room_than_a_letter(desk, ada, noor, tomas):
    knows(noor, capacity=2), knows(tomas, capacity=4)
    several = [a_conversation(ada, team=desk, channel="chat") for _ in range(2)]
    give_out(desk)
    assert owners(*several) == [tomas, None]


def test_who_is_away_gets_nothing(desk, ada, noor, tomas):
    at_the_desk(noor, state="away")
    several = [a_conversation(ada, team=desk) for _ in range(2)]
    give_out(desk)
    assert owners(*several) == [tomas, tomas]


def test_the_longest_wait_comes_first_and_priority_counts_as_waiting(desk, ada, noor, tomas):
    knows(noor, capacity=1), at_the_desk(tomas, state="offline")
    first, urgent = a_conversation(ada, team=desk), a_conversation(ada, team=desk)
    set_priority(urgent, priority="urgent", by=noor)
    give_out(desk)
    assert owners(first, urgent) == [None, noor]


def test_the_customers_language_is_asked_for(desk, chiara, noor, tomas):
    knows(noor, languages=["en"]), knows(tomas, languages=["it-CH", "en"])
    several = [a_conversation(chiara, team=desk) for _ in range(2)]
    give_out(desk)
    assert owners(*several) == [tomas, tomas]


def test_what_nobody_speaks_is_not_asked_for_and_the_log_says_so(desk, noor, tomas):
    knows(noor, languages=["en"]), knows(tomas, languages=["en"])
    conversation = a_conversation(meet("Sigrún Jónsdóttir", "sigrun@jons.example", language="is"), team=desk)
    give_out(desk)
    assert owners(conversation) != [None]
    assert RoutingDecision.objects.get().wanted["waived"] == ["language"]


def test_one_whom_nobody_can_take_holds_up_nobody_behind(desk, ada, chiara, noor, tomas):
    knows(noor, languages=["en"]), knows(tomas, languages=["it"])
    at_the_desk(tomas, state="away")
    italian, english = a_conversation(chiara, team=desk), a_conversation(ada, team=desk)
    give_out(desk)
    assert owners(italian, english) == [None, noor]


def test_nothing_is_given_to_who_does_not_see_it_or_does_not_answer(desk, ada, noor, tomas):
    Access.objects.create(agent=noor, inbox=the_inbox("Repairs"))
    tomas.role_id = Role.LIGHT_AGENT
    tomas.save(update_fields=["role"])
    here, there = a_conversation(ada, team=desk), a_conversation(ada, team=desk, inbox=the_inbox("Repairs"))
    give_out(desk)
    assert owners(here, there) == [None, noor]
    with pytest.raises(ValidationError):
        assign(here, agent=Agent.objects.get(pk=noor.pk), by=SYSTEM)


def test_what_does_not_wait_for_us_is_not_given(desk, ada, noor):
    answered = a_conversation(ada, team=desk, resolved_by=noor)
    Conversation.objects.filter(pk=answered.pk).update(status="open")
    assert give_out(desk) == 0


def test_a_queue_by_hand_is_left_alone(desk, ada):
    Team.objects.update(gives_out=Team.GivesOut.BY_HAND)
    a_conversation(ada, team=desk)
    assert tend() == 0


def test_the_decision_names_everybody_and_the_timeline_the_queue(desk, ada, noor, tomas):
    at_the_desk(tomas, state="away")
    conversation = a_conversation(ada, team=desk)
    assert tend() == 1 and tend() == 0
    decision = RoutingDecision.objects.get()
    assert (decision.agent, decision.team, decision.why) == (noor, desk, "round robin")
    assert {each["name"]: each["why"] for each in decision.considered} == {"Noor Haddad": "", "Tomas Vega": "away"}
    event = TimelineEvent.objects.filter(kind="conversation.assigned").latest("pk")
    assert told([event])[0].sentence == "The queue of Beans & orders gave this to Noor Haddad"
    assert str(SYSTEM) != event.by and conversation.pk == event.facts["conversation"]


def test_whoever_waits_longer_for_more_room_is_not_passed_by_what_takes_little(desk, ada, noor, tomas):
    knows(noor, capacity=3), knows(tomas, capacity=3)
    in_hand = [a_conversation(ada, assignee=noor, team=desk) for _ in range(2)]
    a_conversation(ada, assignee=tomas, team=desk), a_conversation(ada, assignee=tomas, team=desk)
    chat = a_conversation(ada, team=desk, channel="chat")
    letters = [a_conversation(ada, team=desk) for _ in range(2)]
    assert give_out(desk) == 1 and owners(chat, *letters) == [None, tomas, None]
    assert [each["why"] for each in RoutingDecision.objects.get().considered] == ["kept", ""]
    for conversation in in_hand:
        resolve(conversation, by=noor)
    assert give_out(desk) == 1 and owners(chat, letters[1]) == [noor, None]


def test_who_works_in_two_teams_has_time_for_both(desk, ada, noor, tomas):
    cups = Team.objects.create(name="Cups", gives_out="round robin")
    cups.members.set([noor])
    desk.members.set([noor])
    knows(noor, capacity=1)
    for_cups, for_desk = a_conversation(ada, team=cups), a_conversation(ada, team=desk)
    assert give_out(desk, cups) == 1 and owners(for_cups, for_desk) == [noor, None]
