"""Views: made, shared, put in order, shown."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from regulars.conversations import queries
from regulars.conversations.actions.count_views import count_views
from regulars.conversations.actions.move_view import move_view
from regulars.conversations.actions.remove_view import remove_view
from regulars.conversations.actions.save_view import save_view
from regulars.conversations.actions.set_habits import set_habits
from regulars.conversations.actions.tag import tag
from regulars.conversations.forms import Asked
from regulars.conversations.models import Conversation, Habits, Tally, Topic, View, ViewCount
from regulars.conversations.ordering import SORTS
from regulars.conversations.sidebar import habits_of, views_of
from regulars.team.models import Agent, AuditEntry
from tests.cast import a_conversation, meet

LATE = {"all": [{"field": "tags", "has": "late"}]}


def a_view(by: Agent, name: str = "Late parcels", tree: object = LATE, **facts: object) -> View:
    view = View(name=name, conditions=tree, **{"agent": by, **facts})
    save_view(view, by=by)
    return view


def shown_in(view: View, agent: Agent, **more: object) -> list[int]:
    asked = Asked(QueryDict(f"view={view.pk}"))
    return [row.pk for row in queries.page(asked.choice(view, **more), agent=agent)[0]]


@pytest.fixture
def desk(client: Client, noor: Agent) -> Client:
    client.force_login(noor)
    return client


def test_a_view_of_ones_own_is_seen_by_nobody_else(noor, tomas):
    view = a_view(noor)
    assert view in views_of(noor, habits_of(noor)) and view not in views_of(tomas, habits_of(tomas))
    with pytest.raises(ValidationError):
        remove_view(view, by=tomas)
    assert View.objects.filter(pk=view.pk).exists()


def test_whoever_may_share_makes_views_for_teams_and_everybody(grace, noor, tomas, beans):
    everybodys, teams = a_view(grace, agent=None), a_view(grace, agent=None, team=beans)
    assert {everybodys, teams} <= set(views_of(noor, habits_of(noor)))
    assert everybodys in views_of(tomas, habits_of(tomas)) and teams not in views_of(tomas, habits_of(tomas))
    assert AuditEntry.objects.filter(action="view.made").count() == 2
    with pytest.raises(ValidationError):
        a_view(noor, "Mine for all", agent=None)
    everybodys.agent = noor
    with pytest.raises(ValidationError):
        save_view(everybodys, by=noor)  # taking it from everybody
    assert View.objects.get(pk=everybodys.pk).agent is None


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "n" * 61}, "name"),
        ({"name": "Late parcels"}, "name"),
        ({"name": "A", "tree": {"field": "colour", "is": "red"}}, "conditions"),
        ({"name": "A", "tree": [1]}, "conditions"),
        ({"name": "A", "sort": "odd"}, "sort"),
        ({"name": "A", "icon": "../x"}, "icon"),
        ({"name": "A", "columns": ["subject", "password"]}, "columns"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name_and_changes_nothing(facts, field, noor):
    a_view(noor)
    with pytest.raises(ValidationError) as refused:
        a_view(noor, **facts)
    assert list(refused.value.message_dict) == [field]
    assert View.objects.count() == 1


def test_a_view_that_is_removed_leaves_no_counts_and_removing_twice_is_harmless(ada, noor):
    tag(a_conversation(ada), tag="late", by=noor)
    view = a_view(noor)
    while count_views():
        pass
    assert ViewCount.objects.filter(view=view.pk).exists()
    remove_view(view, by=noor)
    remove_view(view, by=noor)
    assert not ViewCount.objects.filter(view=view.pk).exists() and not Tally.objects.filter(view=view.pk).exists()


def test_each_agent_puts_views_in_their_own_order(noor, grace):
    view = a_view(grace, agent=None)
    move_view(view.pk, to=1, by=noor)
    assert views_of(noor, habits_of(noor))[0] == view and views_of(grace, habits_of(grace))[-1] == view
    move_view(-1, to=99, by=noor)
    assert views_of(noor, habits_of(noor))[-1].number == -1
    newer = a_view(noor, "Newer")
    assert views_of(noor, habits_of(noor))[-1] == newer
    with pytest.raises(ValidationError):
        move_view(10**6, to=1, by=noor)


def test_habits_are_kept_and_nonsense_is_refused(noor):
    set_habits(noor, density="compact")
    set_habits(noor, afterwards="next")
    with pytest.raises(ValidationError):
        set_habits(noor, density="tiny")
    assert Habits.objects.values_list("density", "afterwards").get(agent=noor) == ("compact", "next")


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_goes_on_behind_its_cursor_without_losing_or_repeating(sort, noor, db):
    now = timezone.now()
    for number in range(23):
        conversation = a_conversation(meet(f"Guest {number}", f"guest{number}@post.example"))
        facts = {
            "waiting_since": now - timedelta(hours=number % 7) if number % 3 else None,
            "due_at": now + timedelta(hours=number % 5) if number % 4 else None,
            "priority": number % 4 - 1,
            "created_at": now - timedelta(days=number % 6),
        }
        Conversation.objects.filter(pk=conversation.pk).update(**facts)
    whole, _end = queries.page(queries.Choice(sort=sort), agent=noor, limit=100)
    paged, cursor = queries.page(queries.Choice(sort=sort), agent=noor, limit=4)
    while cursor:
        rows, cursor = queries.page(queries.Choice(sort=sort), agent=noor, after=cursor, limit=4)
        paged += rows
    assert [row.pk for row in paged] == [row.pk for row in whole] and len(set(whole)) == 23
    first = {"waiting": min, "due": min, "priority": max, "created": max, "newest": max}[sort]
    of = {"waiting": "waiting_since", "due": "due_at", "created": "created_at", "newest": "last_activity_at"}.get(
        sort, sort
    )
    known = [value for value in Conversation.objects.values_list(of, flat=True) if value is not None]
    assert getattr(whole[0], of) == first(known)


def test_a_view_that_is_empty_because_of_what_it_names_is_marked_in_the_list(desk, noor, beans):
    a_view(noor, tree={"all": [{"field": "team", "is": beans.pk}]})
    while count_views():
        pass
    assert "names what is not there" not in desk.get("/inbox").content.decode()
    number = beans.pk
    beans.delete()
    while count_views():
        pass
    assert f"names what is not there: team #{number}" in desk.get("/inbox").content.decode()


def test_a_list_that_is_looked_up_is_exact_before_the_counts_have_followed(ada, ben, noor):
    first, second = a_conversation(ada), a_conversation(ben)
    tag(first, tag="late", by=noor)
    view = a_view(noor, tree={"any": [LATE, {"field": "customer.name", "is": "Ben"}]})
    while count_views():
        pass
    assert shown_in(view, noor, holds_few=True) == [first.pk]
    Conversation.objects.filter(pk=first.pk).update(tags=[])
    ben.name = "Ben"
    ben.save()
    third = a_conversation(ada)
    tag(third, tag="late", by=noor)
    assert shown_in(view, noor, holds_few=True) == shown_in(view, noor) == [third.pk, second.pk]


def test_me_is_whoever_looks(ada, ben, noor, tomas, grace):
    a_conversation(ada, assignee=noor)
    theirs = a_conversation(ben, assignee=tomas)
    view = a_view(grace, agent=None, tree={"all": [{"field": "assignee", "is": "me"}]})
    assert shown_in(view, tomas) == [theirs.pk] and shown_in(view, grace) == []


def test_a_view_that_asks_about_too_much_says_so(desk, ada, noor, monkeypatch):
    a_conversation(ada)
    view = a_view(noor, tree={"field": "customer.name", "contains": "a"})
    monkeypatch.setattr(queries, "PATIENCE", 1)
    monkeypatch.setattr(queries, "_asked", _sleep)
    page = desk.get(f"/inbox?view={view.pk}").content.decode()
    assert "Narrow it" in page and f"/inbox/views/{view.pk}" in page


def _sleep(*_args: object, **_facts: object) -> list[Conversation]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1)")
    return []


def test_a_view_whose_topic_or_field_is_gone_opens_and_says_so(desk, ada, noor):
    a_conversation(ada)
    topic = Topic.objects.create(name="Grinders")
    view = a_view(noor, tree={"all": [{"field": "topic", "is": topic.pk}]})
    topic.delete()
    assert "something that is gone: topic #" in desk.get(f"/inbox?view={view.pk}").content.decode()
    View.objects.filter(pk=view.pk).update(conditions={"all": [{"field": "mood", "is": "sour"}]}, edition=9)
    page = desk.get(f"/inbox?view={view.pk}")
    assert page.status_code == 200 and "mood" in page.content.decode()
    assert desk.get(f"/inbox/views/{view.pk}").status_code == 200
    assert "not there any more" in desk.get("/inbox?view=999").content.decode()


def test_the_page_makes_a_view_from_what_the_list_shows(desk, ada, noor):
    a_conversation(ada)
    page = desk.get("/inbox/views/new?view=mine&tag=late&status=resolved&sort=due")
    begun = json.loads(page.context["conditions"])
    assert begun == {
        "all": [
            {"field": "assignee", "is": "me"},
            {"field": "status", "is": "resolved"},
            {"field": "tags", "has": "late"},
        ]
    }
    given = {
        "name": "Late",
        "icon": "flag",
        "whose": "me",
        "sort": "due",
        "look": "table",
        "columns": ["tags", "topic"],
    }
    answer = desk.post("/inbox/views/new", {**given, "conditions": json.dumps(LATE)})
    view = View.objects.get()
    assert answer.url == f"/inbox?view={view.pk}" and (view.agent, view.columns) == (noor, ["topic", "tags"])
    assert desk.post("/inbox/views/new", {**given, "whose": "everybody", "conditions": "{"}).status_code == 422
    tag(Conversation.objects.get(), tag="late", by=noor)
    assert 'data-cell="tags"><span class="chip">late' in desk.get(f"/inbox?view={view.pk}").content.decode()


def test_nobody_changes_the_view_of_somebody_else_by_its_address(desk, tomas, grace):
    for view in (a_view(tomas), a_view(grace, agent=None)):
        assert desk.get(f"/inbox/views/{view.pk}").status_code == 404
        assert desk.post(f"/inbox/views/{view.pk}/remove").status_code == 404
    assert View.objects.count() == 2


def test_order_and_habits_are_set_from_the_list(desk, noor):
    assert desk.post("/inbox/views/-2/move", {"to": "1"}).status_code == 204
    assert desk.post("/inbox/views/x/move", {"to": "1"}).status_code == 422
    assert desk.post("/inbox/habits?view=all", {"density": "compact"}).url == "/inbox?view=all"
    assert desk.post("/inbox/habits", {"density": "odd"}).status_code == 422
    page = desk.get("/inbox?view=all")
    assert page.context["lines"][0].word == "unassigned" and 'data-density="compact"' in page.content.decode()
