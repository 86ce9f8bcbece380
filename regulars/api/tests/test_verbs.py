from collections.abc import Callable
from typing import Any

import pytest

from regulars.api import shapes
from regulars.api.tests.conftest import Program
from regulars.automation.capabilities import CAPABILITIES
from regulars.conversations.actions.attach import attach
from regulars.conversations.incoming import File
from regulars.conversations.models import Conversation, Message
from regulars.customers.models import Customer, TimelineEvent
from regulars.team.models import Agent, Team
from tests.cast import a_conversation

pytestmark = [pytest.mark.django_db, pytest.mark.urls("regulars.api.tests.urls")]
Refused = Callable[..., None]


@pytest.fixture
def conversation(ada: Customer) -> Conversation:
    return a_conversation(ada, "Where is my order?")


@pytest.fixture
def do(program: Program, conversation: Conversation) -> Callable[..., Any]:
    return lambda verb, **words: program.post(f"/conversations/{conversation.pk}/{verb}", **words)


def test_a_reply_goes_to_the_customer(do: Callable[..., Any], noor: Agent) -> None:
    answer = do("reply", text="It has left our house.")
    told = answer.json()
    shapes.Message.model_validate(told)
    assert answer.status_code == 201
    assert (told["kind"], told["state"], told["text"]) == ("out", "sending", "It has left our house.")
    assert told["to"] == [{"name": "Ada Moreau", "email": "ada@moreau.example"}]
    assert told["author"] == {"kind": "agent", "id": noor.pk, "name": "Noor Haddad", "email": ""}


def test_copies_do_not_take_the_place_of_the_customer(do: Callable[..., Any]) -> None:
    told = do(
        "reply", html="<p>Here</p>", cc=[{"email": "Post@Office.example", "name": "Post"}], bcc=["boss@coffee.example"]
    ).json()
    assert [each["email"] for way in ("to", "cc", "bcc") for each in told[way]] == [
        "ada@moreau.example",
        "post@office.example",
        "boss@coffee.example",
    ]
    assert (told["text"], told["html"]) == ("Here", "")


def test_a_reply_carries_files(do: Callable[..., Any], noor: Agent, program: Program) -> None:
    file = attach(File(name="label.pdf", content=b"%PDF-"), by=noor)
    told = do("reply", attachments=[file.pk]).json()
    assert [each["name"] for each in told["attachments"]] == ["label.pdf"]
    assert program.get(f"/messages/{told['id']}").json() == told


def test_a_reply_is_written_once_for_one_key(
    do: Callable[..., Any], conversation: Conversation, refused: Refused
) -> None:
    first, again = do("reply", key="a" * 200, text="Hi"), do("reply", key="a" * 200, text="Hi")
    assert first.json() == again.json()
    assert conversation.messages.filter(kind=Message.Kind.OUT).count() == 1
    refused(do("reply", key="a" * 200, text="Other"), 409)


def test_a_note_stays_inside(do: Callable[..., Any]) -> None:
    told = do("note", text="Ask Tomas.").json()
    assert (told["kind"], told["state"], told["to"]) == ("note", "received", [])


def test_a_team_is_told(do: Callable[..., Any], beans: Team) -> None:
    told = do("tell", text="Gold waits.", team=beans.pk).json()
    assert (told["kind"], told["text"]) == ("note", "Gold waits.")
    assert TimelineEvent.objects.get(kind="team.told").facts["to"] == "Beans & orders"


def test_a_conversation_is_given_to_an_agent_a_team_or_nobody(
    do: Callable[..., Any], grace: Agent, beans: Team
) -> None:
    def owners(**words: Any) -> tuple[Any, Any]:
        told = do("assign", **words).json()
        shapes.Conversation.model_validate(told)
        return told["assignee"] and told["assignee"]["id"], told["team"] and told["team"]["id"]

    assert owners(agent=grace.pk) == (grace.pk, None)
    assert owners(team=beans.pk) == (grace.pk, beans.pk)
    assert owners(agent=None) == (None, beans.pk)
    assert owners(agent=None, team=None) == (None, None)


def test_a_conversation_is_resolved_and_reopened(do: Callable[..., Any]) -> None:
    assert [do("resolve").json()["status"] for _ in range(2)] == ["resolved", "resolved"]
    assert do("reopen").json()["status"] == "open"
    assert TimelineEvent.objects.filter(kind="conversation.resolved").count() == 1


def test_tags_and_priority(do: Callable[..., Any]) -> None:
    assert do("tag", tag="Late ").json()["tags"] == ["late"]
    assert do("tag", tag="late").json()["tags"] == ["late"]
    assert do("untag", tag="late").json()["tags"] == []
    assert do("priority", priority="urgent").json()["priority"] == "urgent"


@pytest.mark.parametrize(
    ("verb", "words", "field", "code"),
    [
        ("reply", {}, "text", "missing"),
        ("reply", {"txt": "Hi"}, "txt", "unknown"),
        ("reply", {"text": "Hi", "to": []}, "to", "missing"),
        ("reply", {"text": "Hi", "cc": ["nobody"]}, "cc", "invalid"),
        ("reply", {"text": "Hi", "attachments": [7]}, "attachments", "invalid"),
        ("reply", {"text": "Hi", "attachments": [True]}, "attachments.0", "invalid"),
        ("reply", {"text": "x" * 500_001}, "text", "too_long"),
        ("note", {"text": "  "}, "text", "missing"),
        ("tell", {"text": " "}, "text", "missing"),
        ("tell", {"text": "Look", "agent": 2**62}, "agent", "invalid"),
        ("assign", {"agent": 2**62}, "agent", "invalid"),
        ("assign", {"team": 2**62}, "team", "invalid"),
        ("assign", {"agent": "me"}, "agent", "invalid"),
        ("tag", {"tag": ""}, "tag", "invalid"),
        ("tag", {}, "tag", "missing"),
        ("priority", {"priority": "soon"}, "priority", "invalid"),
    ],
)
def test_bad_input_names_the_field_and_changes_nothing(
    verb: str,
    words: dict[str, Any],
    field: str,
    code: str,
    do: Callable[..., Any],
    conversation: Conversation,
    refused: Refused,
) -> None:
    before = Conversation.objects.values().get()
    refused(do(verb, **words), 422, field, code)
    assert Conversation.objects.values().get() == before
    assert conversation.messages.count() == 1


WORDS = {
    "topic": {"topic": None},
    "escalate": {"note": "What was done."},
    "reply": {"text": "Hi"},
    "note": {"text": "Hi"},
    "tell": {"text": "Hi"},
    "merge": {"into": 1},
    "assign": {"agent": None},
    "tag": {"tag": "late"},
    "priority": {"priority": "low"},
    "status": {"status": 1},
    "split": {"messages": [1]},
    "link": {"other": 1},
    "unlink": {"other": 1},
    "checklist": {"text": "Call them"},
    "ask": {"to": ["nils@roaster.example"], "subject": "Batch 7", "text": "Late?"},
}
ORGANISING = [
    "snooze",
    "status",
    "link",
    "unlink",
    "unsplit",
    "ask",
    "split",
    "follow-up",
    "checklist",
]  # see test_organising.py
VERBS = [
    "reply",
    "note",
    "tell",
    "assign",
    "resolve",
    "reopen",
    "merge",
    "unmerge",
    "tag",
    "untag",
    "priority",
    "topic",
    "route",
    "escalate",
]


@pytest.mark.parametrize("verb", VERBS + ORGANISING)
def test_every_verb_refuses_strangers_and_what_is_not_there(
    verb: str, program: Program, stranger: Program, conversation: Conversation, refused: Refused
) -> None:
    words = WORDS.get(verb, WORDS["tag"] if verb == "untag" else {})
    refused(stranger.post(f"/conversations/{conversation.pk}/{verb}", **words), 401)
    refused(program.post(f"/conversations/{conversation.pk + 1}/{verb}", **words), 404)


def test_every_capability_has_its_verb() -> None:
    of_messages = {"schedule", "send now", "take back"}  # see test_leaving.py
    of_customers = {"note customer", "attribute", "merge customer", "field"}  # see test_customers.py
    of_members = {"give points", "give reward", "turn points into", "draw"}  # see test_rewards.py, test_surprises.py
    of_surveys = {
        "ask for an opinion",
        "ask customer for an opinion",
    }  # one address for both: surveys/tests/test_verbs.py
    organising = {*ORGANISING} - {"split", "follow-up", "checklist"} | {"follow up", "add checklist", "add to do"}
    known = set(VERBS) | organising | of_messages | of_customers | of_members | of_surveys
    assert {name.removeprefix("set ") for name in CAPABILITIES} == known


def test_one_conversation_goes_on_in_another(
    do: Callable[..., Any], program: Program, conversation: Conversation, ben: Customer, refused: Refused
) -> None:
    other = a_conversation(ben, "The same here.")
    assert do("merge", into=other.pk).json()["id"] == other.pk
    assert program.get(f"/conversations/{conversation.pk}").json()["merged_into"] == other.pk
    assert [row["id"] for row in program.get("/conversations").json()["items"]] == [other.pk]
    assert len(program.get(f"/conversations/{other.pk}").json()["messages"]) == 2
    assert do("unmerge").json()["merged_into"] is None
    refused(do("merge", into=999_999), 422, "into", "unknown")
