from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from regulars.api import shapes
from regulars.api.tests.conftest import Program
from regulars.conversations.models import Checklist, Conversation, NamedStatus
from regulars.customers.models import Customer
from tests.cast import a_conversation

pytestmark = [pytest.mark.django_db, pytest.mark.urls("regulars.api.tests.urls")]


@pytest.fixture
def conversation(ada: Customer) -> Conversation:
    return a_conversation(ada, "Where is my order?", "And my beans?")


@pytest.fixture
def do(program: Program, conversation: Conversation) -> Callable[..., Any]:
    return lambda verb, **words: program.post(f"/conversations/{conversation.pk}/{verb}", **words)


def test_it_is_put_away_and_named(do: Callable[..., Any], program: Program) -> None:
    until = timezone.now() + timedelta(hours=3)
    told = do("snooze", until=until.isoformat()).json()
    shapes.Conversation.model_validate(told)
    assert told["status"] == "pending" and told["snoozed_until"]
    assert do("snooze", until="2020-01-01T00:00:00Z").status_code == 422
    done = NamedStatus.objects.create(name="Refunded", category="resolved")
    assert program.get("/statuses").json()["items"][0]["name"] == "Refunded"
    told = do("status", status=done.pk).json()
    assert (told["status"], told["named_status"]) == ("resolved", done.pk)
    assert do("status", status=done.pk + 1).json()["errors"][0]["field"] == "status"
    follower = do("follow-up")
    assert follower.status_code == 201 and follower.json()["follows"] == told["id"]


def test_it_is_taken_apart_and_put_together(
    do: Callable[..., Any], program: Program, conversation: Conversation
) -> None:
    beans = conversation.messages.get(text="And my beans?")
    new = do("split", messages=[beans.pk], subject="Beans")
    assert new.status_code == 201 and new.json()["subject"] == "Beans"
    assert do("split", messages=[beans.pk]).status_code == 422
    assert do("link", other=new.json()["id"], kind="cause").status_code == 200
    assert do("link", other=new.json()["id"], kind="cousin").json()["errors"][0]["field"] == "kind"
    assert do("unlink", other=new.json()["id"]).status_code == 200
    back = program.post(f"/conversations/{new.json()['id']}/unsplit")
    assert back.json()["id"] == conversation.pk and conversation.messages.count() == 2


def test_things_are_ticked_off(do: Callable[..., Any], program: Program, conversation: Conversation) -> None:
    returns = Checklist.objects.create(name="Return", items=["Label sent", "Money back"])
    assert do("checklist", checklist=returns.pk).json()["checklist_open"] == 2
    do("checklist", text="Say sorry")
    [first, *_others] = program.get(f"/conversations/{conversation.pk}/checklist").json()["items"]
    ticked = program.post(f"/checklist/{first['id']}/tick").json()
    shapes.ToDo.model_validate(ticked)
    assert ticked["done_at"]
    assert program.post(f"/checklist/{first['id']}/untick").json()["done_at"] is None


def test_somebody_else_is_asked(do: Callable[..., Any], program: Program, conversation: Conversation) -> None:
    question = {"to": ["nils@roaster.example"], "subject": "Batch 7", "text": "Late?"}
    side = do("ask", **question).json()
    assert side["side_of"] == conversation.pk
    assert [each["id"] for each in program.get(f"/conversations/{conversation.pk}/asides").json()["items"]] == [
        side["id"]
    ]
    assert [each["id"] for each in program.get("/conversations").json()["items"]] == [conversation.pk]
    assert do("ask", **question | {"to": ["ada@moreau.example"]}).json()["errors"][0]["field"] == "to"
