"""Naming colleagues and teams in a note."""

import pytest
from django.test import Client

from regulars.conversations.actions.note import note
from regulars.conversations.actions.save_draft import save_draft
from regulars.conversations.mentions import MOST, mentioned, offers
from regulars.customers.models import TimelineEvent
from regulars.team.models import Agent
from tests.cast import a_conversation, hire


@pytest.fixture
def desk(client: Client, noor: Agent) -> Client:
    client.force_login(noor)
    return client


def mark(who: str, name: str) -> str:
    return f'<mark data-mention="{who}">@{name}</mark>'


def test_a_note_says_whom_it_names_each_once_and_only_who_is_there(ada, noor, grace, beans):
    conversation = a_conversation(ada)
    gone = Agent.objects.create_user("gone@coffee.example", name="Gone", is_active=False)
    names = [
        mark(f"agent:{grace.pk}", "Grace"),
        mark(f"team:{beans.pk}", "Beans"),
        mark(f"agent:{grace.pk}", "Grace"),
        mark(f"agent:{gone.pk}", "Gone"),
    ]
    written = note(conversation, by=noor, html=f"<p>Look, {' '.join(names)} {mark('agent:999999999', 'x')}</p>")
    facts = TimelineEvent.objects.get(kind="note.added").facts
    assert (facts["mentions"], facts["teams"]) == ([grace.pk], [beans.pk])
    assert f'<mark data-mention="agent:{grace.pk}">@Grace</mark>' in written.html and "@Grace" in written.text


def test_a_note_without_names_names_nobody(ada, noor):
    note(a_conversation(ada), by=noor, text="@everybody agent:1")
    facts = TimelineEvent.objects.get(kind="note.added").facts
    assert facts["mentions"] == facts["teams"] == []


def test_too_many_names_are_cut_and_nonsense_is_nobody(grace):
    assert mentioned(mark("agent:99999999999999999999", "x") + mark("agent:-1", "x") + mark("house:1", "x")) == ([], [])
    crowd = "".join(mark(f"agent:{number}", "x") for number in range(10**9, 10**9 + MOST + 5)) + mark(
        f"agent:{grace.pk}", "Grace"
    )
    assert mentioned(crowd).agents == []


def test_a_draft_keeps_the_names(ada, noor, grace):
    html = f"<p>{mark(f'agent:{grace.pk}', 'Grace')} look</p>"
    assert save_draft(a_conversation(ada), by=noor, kind="note", html=html).html == html


def test_a_few_letters_offer_colleagues_and_teams_but_not_oneself(desk, ada, noor, grace, beans):
    conversation = a_conversation(ada)
    items = desk.get(f"/conversations/{conversation.pk}/people?q=gra").json()["items"]
    assert [(item["who"], item["name"]) for item in items] == [(f"agent:{grace.pk}", grace.name)]
    assert [each.who for each in offers("bea", conversation=conversation, agent=noor)] == [f"team:{beans.pk}"]
    assert offers("noor", conversation=conversation, agent=noor) == []
    assert offers("(", conversation=conversation, agent=noor) == []
    zoe = hire("Zoë Ågren")
    assert [each.who for each in offers("zoe agr", conversation=conversation, agent=noor)] == [f"agent:{zoe.pk}"]
