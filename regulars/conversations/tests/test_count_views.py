"""Counts follow what happens, and are what counting anew would say."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as house
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.module_loading import import_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.count_views import count_views
from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.actions.tag import tag
from regulars.conversations.actions.untag import untag
from regulars.conversations.counting import countable, counts, every_view
from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.models import Clock, Conversation, Tally, View, ViewCount, ViewMember
from regulars.conversations.queries import Choice, conversations
from regulars.conversations.viewing import GIVEN, listed, narrowed
from regulars.customers.models import Customer
from regulars.team.models import Agent, Team
from tests.cast import a_conversation, letter_from, the_inbox

MINE = {"all": [{"field": "assignee", "is": "me"}, {"field": "status", "is": "open"}]}
NOT_MINE = {"all": [{"field": "assignee", "is not": "me"}]}
LATE = {"all": [{"field": "tags", "has": "late"}]}
GOLD = {"all": [{"field": "customer.attributes.tier", "is": "gold"}]}
KNOWN = {"field": "customer.email", "ends with": "moreau.example"}
LONG = {"all": [{"field": "waiting since", "more than … ago": "4 h"}]}
BROKEN = {"all": [{"field": "promise broken", "is": True}]}
TREES = (MINE, LATE, GOLD, BROKEN, {"any": [LATE, KNOWN]}, {"none": [LATE]}, {"field": "priority", "at least": "high"})


def a_view(tree: Any, name: str = "A view", **facts: object) -> View:
    return View.objects.create(name=name, conditions=tree, **facts)


def follow() -> None:
    """Let the worker do all that there is."""
    while count_views():
        pass


def number_of(view: View, agent: Agent) -> int | None:
    view.refresh_from_db()
    found = counts(countable([view]), agent=agent).get(view.pk)
    return found and found.number


def anew() -> Counter[tuple[int, int, int]]:
    """Every kept view counted from nothing: view, agent, inbox."""
    found: Counter[tuple[int, int, int]] = Counter()
    with connection.cursor() as cursor:
        for view in every_view():
            if view.is_kept:
                cursor.execute(view.sql())
                found.update((number, agent, inbox) for number, agent, _conversation, inbox in cursor.fetchall())
    return found


def kept() -> Counter[tuple[int, int, int]]:
    rows = ViewCount.objects.exclude(number=0).values_list("view", "agent", "inbox", "number")
    return Counter({(view, agent, inbox): number for view, agent, inbox, number in rows})


def test_a_new_view_is_counted_once_and_then_follows_each_change(ada, ben, noor, tomas):
    first, second = a_conversation(ada), a_conversation(ben)
    tag(first, tag="late", by=noor)
    late, mine = a_view(LATE, "Late"), a_view(MINE, "My own")
    assert number_of(late, noor) is None
    follow()
    assert (number_of(late, noor), number_of(mine, noor)) == (1, 0)
    tag(second, tag="late", by=noor)
    assign(second, agent=noor, team=None, by=noor)
    follow()
    assert (number_of(late, noor), number_of(mine, noor), number_of(mine, tomas)) == (2, 1, 0)
    Conversation.objects.filter(pk=second.pk).delete()
    follow()
    assert (number_of(late, noor), number_of(mine, noor)) == (1, 0)


def test_another_condition_is_counted_anew(ada, noor):
    tag(a_conversation(ada), tag="late", by=noor)
    view = a_view(LATE)
    follow()
    View.objects.filter(pk=view.pk).update(conditions={"none": [LATE]}, edition=2)
    assert number_of(view, noor) is None
    follow()
    assert number_of(view, noor) == 0


def test_what_is_said_of_a_customer_counts_in_all_their_conversations(ada, noor):
    a_conversation(ada)
    a_conversation(ada)
    view = a_view(GOLD)
    follow()
    assert number_of(view, noor) == 0
    Customer.objects.filter(pk=ada.pk).update(attributes={"tier": "gold"})
    follow()
    assert number_of(view, noor) == 2


def test_only_what_somebody_may_see_is_added_up(ada, noor):
    other = the_inbox("Shops")
    a_conversation(ada)
    a_conversation(ada, inbox=other)
    view = a_view({"all": []})
    follow()
    assert number_of(view, noor) == 2
    noor.works_in = [other.pk]
    assert number_of(view, noor) == 1


def test_what_time_changes_is_counted_when_somebody_looks_and_once_a_minute(ada, noor):
    a_conversation(ada)
    Conversation.objects.update(waiting_since=timezone.now() - timedelta(hours=5))
    view = a_view(LONG)
    follow()
    assert number_of(view, noor) is None  # and so it was asked for
    follow()
    assert number_of(view, noor) == 1
    Conversation.objects.update(waiting_since=timezone.now())
    follow()
    assert number_of(view, noor) == 1
    Tally.objects.filter(view=view.pk).update(asked_at=timezone.now() - timedelta(minutes=2))
    number_of(view, noor)
    follow()
    assert number_of(view, noor) == 0
    View.objects.filter(pk=view.pk).update(conditions={"none": [LONG]}, edition=2)  # asked for a moment ago
    assert number_of(view, noor) is None
    follow()
    assert number_of(view, noor) == 1


def test_a_view_of_what_is_not_mine_keeps_no_row_for_each_agent(ada, noor, tomas):
    assign(a_conversation(ada), agent=noor, team=None, by=noor)
    view = a_view(NOT_MINE)
    [number_of(view, each) for each in (noor, tomas)]
    follow()
    assert (number_of(view, noor), number_of(view, tomas)) == (0, 1)
    assert not ViewMember.objects.filter(view=view.pk).exists()


def test_a_change_of_whatever_a_field_asks_about_is_noted_unless_a_room_above_knows_it():
    above = {name for place in house.CONVERSATION_FACTS for name in import_string(place)}
    above |= {f"customer.{name}" for place in house.CUSTOMER_FACTS for name in import_string(place)}
    for name in [name for name in CONVERSATION_FIELDS if not name.endswith(".*")]:
        (view,) = countable([View(pk=1, conditions={"field": name, "is known": True})])
        assert view.is_kept == (name not in above), name


def test_thirty_views_are_told_from_a_few_rows_of_counts_alone(ada, noor):
    views = [a_view(LATE, f"View {number}") for number in range(30)]
    a_conversation(ada)
    follow()
    with CaptureQueriesContext(connection) as asked:
        assert len(counts(countable(views), agent=noor)) == 30
    (query,) = asked
    assert "conversations_conversation" not in query["sql"] and "conversations_viewmember" not in query["sql"]


@pytest.mark.parametrize("view", GIVEN, ids=lambda view: view.word)
def test_the_list_of_a_given_view_is_what_its_conditions_say(view, ada, ben, noor):
    assign(a_conversation(ada), agent=noor, team=None, by=noor)
    a_conversation(ben)
    resolve(a_conversation(ben), by=noor)
    Conversation.objects.filter(pk=a_conversation(ada).pk).update(status="pending", undelivered_at=timezone.now())
    shown = conversations(Choice(view=view.word, status="open"), agent=noor)
    said = narrowed(listed(Conversation.objects.all()), view.tree, zone="UTC", me=noor)
    assert shown and set(shown) == set(said)


CHANGES = {
    "letter": lambda house, c: letter_from(c.customer, conversation=c),
    "another": lambda house, c: a_conversation(c.customer, inbox=house.inboxes[c.pk % 2]),
    "assign": lambda house, c: assign(c, agent=house.agents[c.pk % 2], team=house.team, by=house.agents[0]),
    "release": lambda house, c: assign(c, agent=None, team=None, by=house.agents[0]),
    "resolve": lambda house, c: resolve(c, by=house.agents[0]),
    "reopen": lambda house, c: reopen(c, by=house.agents[0]),
    "tag": lambda house, c: tag(c, tag="late", by=house.agents[0]),
    "untag": lambda house, c: untag(c, tag="late", by=house.agents[0]),
    "urgent": lambda house, c: set_priority(c, priority="urgent", by=house.agents[0]),
    "gold": lambda house, c: Customer.objects.filter(pk=c.customer_id).update(attributes={"tier": "gold"}),
    "no gold": lambda house, c: Customer.objects.filter(pk=c.customer_id).update(attributes={}),
    "move": lambda house, c: Conversation.objects.filter(pk=c.pk).update(inbox=house.inboxes[(c.pk + 1) % 2]),
    "break": lambda house, c: Clock.objects.filter(conversation=c).update(broken_at=timezone.now()),
    "keep": lambda house, c: Clock.objects.filter(conversation=c, ended_at=None).update(ended_at=timezone.now()),
    "count": lambda house, c: count_views(),
}


class House:
    """Two of each, and a view for each kind of condition."""

    def __init__(self, agents: list[Agent], people: list[Customer]) -> None:
        self.agents, self.inboxes = agents, [the_inbox(), the_inbox("Shops")]
        self.team = Team.objects.create(name="Beans")
        for number, tree in enumerate(TREES):
            a_view(tree, f"View {number}")
        for customer in people:
            conversation = a_conversation(customer)
            Clock.objects.create(
                conversation=conversation, kind="first_reply", target=60, started_at=timezone.now(), spent=timedelta()
            )


@given(steps=st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, 5)), max_size=12))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_the_kept_counts_are_what_counting_anew_says(steps, grace, noor, ada, ben):
    with transaction.atomic():
        house = House([grace, noor], [ada, ben])
        for what, which in steps:
            several = list(Conversation.objects.order_by("pk"))
            CHANGES[what](house, several[which % len(several)])
        follow()
        assert kept() == anew()
        transaction.set_rollback(True)
