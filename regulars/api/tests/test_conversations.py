from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from regulars.api import shapes
from regulars.api.tests.conftest import Program
from regulars.conversations.actions.save_draft import save_draft
from regulars.conversations.models import Clock, Conversation, Message, Promise
from regulars.customers.models import Customer
from regulars.team.models import Agent
from tests.cast import a_conversation, letter_from

pytestmark = [pytest.mark.django_db, pytest.mark.urls("regulars.api.tests.urls")]
Refused = Callable[..., None]


def test_the_list_shows_the_newest_first_page_by_page(program: Program, ada: Customer, ben: Customer) -> None:
    rows = [a_conversation(customer) for customer in (ada, ben, ada)]
    first = program.get("/conversations", limit=2).json()
    second = program.get("/conversations", limit=2, cursor=first["next"]).json()
    assert [row["id"] for row in first["items"] + second["items"]] == [row.pk for row in reversed(rows)]
    assert second["next"] is None
    shapes.PageOf[shapes.Conversation].model_validate(first)
    assert first["items"][0]["customer"] == {"id": ada.pk, "name": "Ada Moreau", "email": "ada@moreau.example"}


def test_the_list_narrows(program: Program, ada: Customer, ben: Customer, noor: Agent, grace: Agent) -> None:
    mine = a_conversation(ada, "The lid of my flask leaks.", assignee=noor)
    theirs = a_conversation(ben, assignee=grace, resolved_by=grace)
    free = a_conversation(ben)

    def found(**asked: object) -> list[int]:
        return [row["id"] for row in program.get("/conversations", **asked).json()["items"]]

    assert (
        found(assignee="me") == found(assignee=noor.pk) == found(search="flask") == found(customer=ada.pk) == [mine.pk]
    )
    assert found(assignee="none") == [free.pk]
    assert found(status="resolved") == [theirs.pk]
    assert found(inbox=mine.inbox_id) == [free.pk, theirs.pk, mine.pk]
    assert found(tag="vip") == found(inbox=2**62) == found(team=77) == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"status": "shut"}, "status"),
        ({"limit": 101}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"cursor": "nonsense"}, "cursor"),
    ]
    + [
        ({"cursor": "MjAyNi0wMS0wMSA1"}, "cursor"),
        ({"assignee": "0"}, "assignee"),
        ({"inbox": 2**63}, "inbox"),
        ({"stauts": "open"}, "stauts"),
    ],
)
def test_the_list_refuses_what_it_does_not_know(
    asked: dict[str, object], field: str, program: Program, refused: Refused
) -> None:
    refused(program.get("/conversations", **asked), 422, field)


def test_a_search_with_strange_characters_is_harmless(program: Program, refused: Refused) -> None:
    assert program.get("/conversations", search="' & | !:* ((").json() == {"items": [], "next": None}
    refused(program.get("/conversations", search="a\x00b"), 422)


def test_a_conversation_comes_with_its_messages_and_my_draft(
    program: Program, ada: Customer, noor: Agent, grace: Agent
) -> None:
    conversation = a_conversation(ada, "Hi", "Anybody there?")
    save_draft(conversation, by=noor, kind=Message.Kind.OUT, html="<p>Dear Ada</p>")
    save_draft(conversation, by=grace, kind=Message.Kind.OUT, html="<p>Not mine</p>")
    told = program.get(f"/conversations/{conversation.pk}").json()
    shapes.WholeConversation.model_validate(told)
    assert [(each["text"], each["state"]) for each in told["messages"]] == [
        ("Hi", "received"),
        ("Anybody there?", "received"),
        ("Dear Ada", "draft"),
    ]
    assert told["earlier"] is None


def test_a_long_conversation_is_read_piece_by_piece(
    program: Program, ada: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regulars.api.reading.MOST_MESSAGES", 2)
    conversation = a_conversation(ada, "1", "2", "3")
    newest = program.get(f"/conversations/{conversation.pk}").json()
    older = program.get(f"/conversations/{conversation.pk}", before=newest["earlier"]).json()
    assert [each["text"] for each in older["messages"] + newest["messages"]] == ["1", "2", "3"]
    assert older["earlier"] is None


def test_nobody_reads_without_a_token(stranger: Program, ada: Customer, refused: Refused) -> None:
    conversation = a_conversation(ada)
    for path in ("/conversations", f"/conversations/{conversation.pk}"):
        answer = stranger.get(path)
        refused(answer, 401)
        assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("number", [1, 2**62, 2**64])
def test_a_conversation_that_is_not_there_is_not_found(number: int, program: Program, refused: Refused) -> None:
    refused(program.get(f"/conversations/{number}"), 404)


def test_few_questions_to_the_database(
    program: Program, ada: Customer, ben: Customer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    several = [a_conversation(customer, *["Hi"] * 10) for customer in (ada, ben)]
    program.get("/me")
    with django_assert_max_num_queries(4):
        assert len(program.get("/conversations").json()["items"]) == 2
    with django_assert_max_num_queries(6):
        assert len(program.get(f"/conversations/{several[0].pk}").json()["messages"]) == 10


def test_a_customer_writes_by_another_program(program: Program, inbox: object) -> None:
    person = {"email": "Dana@Post.example", "name": "Dana Ilves"}
    answer = program.post("/conversations", from_=person, subject="Order 8841", text="Where is it?")
    told = answer.json()
    shapes.Conversation.model_validate(told)
    whole = program.get(f"/conversations/{told['id']}").json()
    assert answer.status_code == 201
    assert {name: whole[name] for name in told} == told
    assert (told["status"], told["channel"], told["customer"]["email"]) == ("open", "api", "dana@post.example")
    assert told["waiting_since"]
    assert [(each["kind"], each["state"], each["text"]) for each in whole["messages"]] == [
        ("in", "received", "Where is it?")
    ]


def test_we_write_first(program: Program, inbox: object, noor: Agent) -> None:
    answer = program.post("/conversations", to=["ada@moreau.example"], subject="Your order", text="It has left.")
    assert answer.status_code == 201
    told = program.get(f"/conversations/{answer.json()['id']}").json()
    assert [(each["kind"], each["state"], each["to"]) for each in told["messages"]] == [
        ("out", "sending", [{"name": "", "email": "ada@moreau.example"}])
    ]
    assert told["assignee"]["id"] == noor.pk


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"text": "Hi"}, "from", "missing"),
        ({"text": "Hi", "from": {"email": "a@b.example"}, "to": ["c@d.example"]}, "from", ""),
        ({"text": "Hi", "from": {}}, "from.email", "missing"),
        ({"text": "Hi", "from": {"email": "nobody"}}, "from.email", "invalid"),
        ({"from": {"email": "a@b.example"}}, "text", "missing"),
        ({"text": "Hi", "from": {"email": "a@b.example", "nmae": "A"}}, "from.nmae", "unknown"),
        ({"text": "Hi", "from": {"email": "a@b.example"}, "inbox": 2**60}, "inbox", "invalid"),
        ({"text": "Hi", "from": {"email": "a@b.example"}, "attachments": [5]}, "attachments", "invalid"),
        ({"text": "Hi", "to": ["a@b.example"]}, "subject", "missing"),
        ({"text": "Hi", "to": [], "subject": "S"}, "to", "missing"),
        ({"text": "Hi", "to": ["x"], "subject": "S"}, "to", "invalid"),
        ({"text": 5, "to": ["a@b.example"], "subject": "S"}, "text", "invalid"),
    ],
)
def test_bad_input_names_the_field_and_opens_nothing(
    given: dict[str, object], field: str, code: str, program: Program, refused: Refused, inbox: object
) -> None:
    refused(program.post("/conversations", **given), 422, field, code)
    assert not Conversation.objects.exists()
    assert not Customer.objects.exists()


def test_the_same_key_opens_one_conversation(program: Program, inbox: object, refused: Refused) -> None:
    given = {"from_": {"email": "a@b.example"}, "text": "Hi"}
    first = program.post("/conversations", key="order-1", **given)
    again = program.post("/conversations", key="order-1", **given)
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Conversation.objects.count() == 1
    refused(
        program.post("/conversations", key="order-1", **{**given, "text": "Other"}), 409, "Idempotency-Key", "taken"
    )


def test_a_refused_request_does_not_use_up_its_key(program: Program, inbox: object, refused: Refused) -> None:
    refused(program.post("/conversations", key="order-1", from_={"email": "a@b.example"}), 422, "text")
    assert program.post("/conversations", key="order-1", from_={"email": "a@b.example"}, text="Hi").status_code == 201


def test_a_letter_with_a_reply_and_a_note_is_told_as_such(program: Program, ada: Customer) -> None:
    conversation = a_conversation(ada)
    letter_from(ada, "Thanks", conversation=conversation, html="<p>Thanks</p>")
    program.post(f"/conversations/{conversation.pk}/note", text="She is a regular.")
    messages = program.get(f"/conversations/{conversation.pk}").json()["messages"]
    assert [each["kind"] for each in messages] == ["in", "in", "note"]
    assert messages[1]["html"] == "<p>Thanks</p>"
    assert messages[2]["author"]["name"] == "Noor Haddad"


def test_a_conversation_tells_its_promises_without_a_question_more(
    program: Program, ada: Customer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    conversation = a_conversation(ada)
    program.get(f"/conversations/{conversation.pk}")  # the first question of a token says that it was used
    with CaptureQueriesContext(connection) as without:
        assert program.get(f"/conversations/{conversation.pk}").json()["promises"] == []
    now, an_hour = timezone.now(), timedelta(hours=1)
    running = {"running_since": now, "due_at": now + an_hour}
    states = [{"outcome": "kept", "ended_at": now}, {"outcome": "dropped", "ended_at": now}, running, {}]
    promise = Promise.objects.create(name="Everybody", first_reply=60)
    for kind, facts in zip(("first_reply", "next_reply", "next_reply", "resolution"), states, strict=True):
        Clock.objects.create(
            conversation=conversation, kind=kind, promise=promise, target=60, started_at=now, spent=timedelta(), **facts
        )
    with django_assert_num_queries(len(without)):
        whole = program.get(f"/conversations/{conversation.pk}").json()
    shapes.WholeConversation.model_validate(whole)
    told = [(each["kind"], each["name"], each["state"]) for each in whole["promises"]]
    assert told == [
        ("next_reply", "Everybody", "running"),
        ("resolution", "Everybody", "paused"),
        ("first_reply", "Everybody", "kept"),
    ]
    assert datetime.fromisoformat(whole["promises"][0]["due_at"]) == now + an_hour
