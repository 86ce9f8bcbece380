"""Whoever gives out at the same time, and whatever happens between: nobody is overfilled, nobody waits beside room."""

import os
import random
import signal
import subprocess
import sys
import threading

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.conversations.actions.resolve import resolve
from regulars.conversations.models import Conversation, Topic
from regulars.customers.models import TimelineEvent
from regulars.routing.actions.give_out import give_out
from regulars.routing.actions.tend import tend
from regulars.routing.members import loads_of, members_of
from regulars.routing.models import RoutingDecision
from regulars.routing.tests.floor import at_the_desk
from regulars.routing.waiting import queue, waiting
from regulars.routing.weighing import Member, Want, asked_of, chosen, who_keeps_room
from regulars.team.models import Ability, Agent, Presence, Skill, Team
from tests.cast import a_conversation, hire, meet
from tests.waiting import PATIENCE

NAMES = ("Noor", "Tomas", "Wilma", "Yusuf", "Bao")
members = st.builds(
    Member,
    agent=st.integers(1, 9), name=st.just("Noor"), state=st.sampled_from(["online", "away", "offline"]),
    capacity=st.integers(0, 6), load=st.integers(0, 6), languages=st.frozensets(st.sampled_from(["en", "it", "is"])),
    abilities=st.dictionaries(st.integers(1, 2), st.integers(1, 5)), given_at=st.none() | st.datetimes(),
)  # fmt: skip
wants = st.builds(
    Want,
    points=st.integers(1, 6),
    skill=st.none() | st.integers(1, 3),
    language=st.sampled_from(["", "en", "it", "fr"]),
)


@given(
    want=wants,
    several=st.lists(members, max_size=6, unique_by=lambda each: each.agent),
    way=st.sampled_from(Team.GivesOut.values),
)
def test_who_is_chosen_may_take_it_and_nobody_is_chosen_only_when_nobody_may(want, several, way):
    asked = asked_of(want, several)
    who = chosen(asked, several, gives_out=way)
    able = [each for each in several if not each.why_not(asked)]
    assert (who is None) == (not able) and (who is None or who in able)
    if who is None:
        return
    assert who.state == "online" and who.load + asked.points <= who.capacity
    assert asked.skill is None or all(each.abilities[asked.skill] <= who.abilities[asked.skill] for each in able)


@given(want=wants, several=st.lists(members, max_size=6))
def test_what_can_be_asked_somebody_can_do_when_they_are_there(want, several):
    asked = asked_of(want, several)
    assert asked.skill is None or any(asked.skill in each.abilities for each in several)
    assert (
        not asked.language
        or any(not each.languages or asked.language in each.languages for each in several)
        or not several
    )


@pytest.fixture
def floor(transactional_db):
    """Two teams that share people, with little room each, and a queue with more than they can take."""
    people = [hire(f"{name} Example") for name in NAMES]
    espresso = Skill.objects.create(name="espresso")
    Ability.objects.create(agent=people[0], skill=espresso, level=3)
    topic = Topic.objects.create(name="Machines", skill=espresso)
    teams = [Team.objects.create(name=name, gives_out="least busy") for name in ("Beans", "Cups")]
    teams[0].members.set(people[:4]), teams[1].members.set(people[1:])
    Agent.objects.update(capacity=3)
    Agent.objects.filter(pk=people[2].pk).update(languages=["it"])
    at_the_desk(*people)
    customers = [
        meet(f"C{n} Example", f"c{n}@post.example", language=random.choice(["", "en", "it"])) for n in range(4)
    ]
    for number in range(24):
        conversation = a_conversation(
            customers[number % 4], team=teams[number % 2], channel=random.choice(["email", "chat"])
        )
        if number % 5 == 0:
            Conversation.objects.filter(pk=conversation.pk).update(topic=topic)
    return teams


def in_parallel(*acts):
    """Each in a thread with a connection of its own, all begun together. Raises what any of them raised."""
    gate, failures = threading.Barrier(len(acts)), []

    def run(act):
        try:
            gate.wait()
            act()
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures


def until_done(act):
    while act():
        pass


def nobody_is_overfilled():
    rooms = dict(Agent.objects.values_list("pk", "capacity"))
    assert all(load <= rooms[agent] for agent, load in loads_of(rooms).items())


def nobody_waits_beside_room(teams):
    """Nor beside anybody but who keeps their room for one that waits longer."""
    floor, named = members_of(*teams), {team.pk: team for team in teams}
    for each in queue(*teams):
        people = floor[each.team]
        want = asked_of(each.want, people)
        assert chosen(want, people, gives_out=named[each.team].gives_out) is None
        if keeper := who_keeps_room(want, people):
            keeper.keeps_room = True


def every_decision_is_true():
    for decision in RoutingDecision.objects.filter(kind="given"):
        why = {each["agent"]: each for each in decision.considered}
        assert why[decision.agent_id]["why"] == ""
        assert why[decision.agent_id]["load"] + decision.wanted["points"] <= why[decision.agent_id]["capacity"]
        about = TimelineEvent.objects.filter(
            about=f"conversation:{decision.conversation_id}", kind="conversation.assigned"
        )
        assert about.filter(facts__agent=decision.agent_id, by__startswith="routing:").exists()


def test_give_out_by_several_at_once_overfills_nobody_and_leaves_nobody_beside_room(floor):
    for _ in range(3):
        in_parallel(
            *[lambda team=team: until_done(lambda: give_out(team)) for team in floor],
            *[lambda: until_done(lambda: give_out(*floor))] * 2,
        )
        until_done(lambda: give_out(*floor))
        nobody_is_overfilled(), nobody_waits_beside_room(floor), every_decision_is_true()
        done = list(Conversation.objects.open().filter(assignee__isnull=False).order_by("?")[:4])
        for conversation in done:
            resolve(conversation, by=conversation.assignee)
    given = RoutingDecision.objects.filter(kind="given")
    assert given.count() == given.values("conversation").distinct().count() > 6


def test_tend_while_people_come_and_go_and_settle_things(floor):
    people = list(Agent.objects.order_by("pk"))

    def comes_and_goes():
        for agent in people:
            at_the_desk(agent, state="away"), at_the_desk(agent)

    def settles():
        for conversation in Conversation.objects.open().filter(assignee__isnull=False).order_by("pk")[:6]:
            resolve(conversation, by=people[0])

    in_parallel(tend, tend, comes_and_goes, settles, tend)
    until_done(tend)
    nobody_is_overfilled(), nobody_waits_beside_room(floor), every_decision_is_true()


def test_who_came_online_while_another_queue_held_them_is_not_given_more_than_fits(floor):
    noor = Agent.objects.get(name__startswith="Tomas")
    Presence.objects.exclude(pk=noor.pk).update(state="offline")
    in_parallel(*[lambda team=team: give_out(team) for team in floor * 3])
    nobody_is_overfilled()
    assert loads_of([noor.pk])[noor.pk] in (1, 2, 3)


KILLED = """
import os, signal, django
django.setup()
from regulars.routing.actions import give_out
real, done = give_out._give, []
def dies(*facts):
    done.append(real(*facts))
    if len(done) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return done[-1]
give_out._give = dies
from regulars.team.models import Team
give_out.give_out(Team.objects.order_by("pk")[0])
"""


def test_killed_in_between_nothing_was_given_and_the_next_one_gives_it_all(floor):
    facts = connection.settings_dict
    address = f"postgresql://{facts['USER']}@/{facts['NAME']}?host={facts['HOST']}"
    surroundings = os.environ | {"DATABASE_URL": address}
    before = waiting(floor[0]).count()
    ended = subprocess.run([sys.executable, "-c", KILLED], env=surroundings, capture_output=True, timeout=PATIENCE)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    assert waiting(floor[0]).count() == before and not RoutingDecision.objects.exists()
    until_done(tend)
    nobody_is_overfilled(), nobody_waits_beside_room(floor), every_decision_is_true()


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(["letter", "resolve", "away", "online", "room"]), st.integers(0, 4)), max_size=12
    )
)
def test_whatever_happens_after_tend_nobody_waits_beside_room(acts, db):
    with transaction.atomic():
        people = [hire(f"{name} Example") for name in NAMES[:3]]
        team = Team.objects.create(name="Beans", gives_out="round robin")
        team.members.set(people)
        customer = meet("Ada Moreau", "ada@moreau.example", language="en")
        for act, number in acts:
            agent = people[number % 3]
            if act == "letter":
                a_conversation(customer, team=team, channel="chat" if number == 4 else "email")
            elif act == "resolve":
                for conversation in Conversation.objects.open().filter(assignee=agent)[:1]:
                    resolve(conversation, by=agent)
            elif act == "room":
                Agent.objects.filter(pk=agent.pk).update(capacity=number)
            else:
                at_the_desk(agent, state=act)
            before = loads_of([each.pk for each in people])
            until_done(tend)
            nobody_waits_beside_room([team]), every_decision_is_true()
            rooms = dict(Agent.objects.values_list("pk", "capacity"))
            after = loads_of([each.pk for each in people])
            assert all(after[pk] <= max(rooms[pk], before.get(pk, 0)) for pk in after)
        transaction.set_rollback(True)
