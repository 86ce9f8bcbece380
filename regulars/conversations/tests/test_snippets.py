"""Short texts: whose they are, how they are found, and how they stand in an answer."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from regulars.conversations.actions.remove_snippet import remove_snippet
from regulars.conversations.actions.save_snippet import save_snippet
from regulars.conversations.models import Snippet
from regulars.conversations.snippets import found, put_in
from regulars.team.models import Agent, AuditEntry
from tests.cast import a_conversation, meet

HELLO = {"": "<p>Hello {{customer.first_name}}</p>", "de": "<p>Hallo {{customer.first_name}}</p>"}


@pytest.fixture
def desk(client: Client, noor: Agent) -> Client:
    client.force_login(noor)
    return client


def names(agent: Agent, words: str = "") -> list[str]:
    return [each.name for each in found(words, agent=agent)]


def test_one_is_kept_changed_and_removed_with_a_word_in_the_audit_log(noor):
    snippet = save_snippet(None, name=" hello ", folder=" Shipping / Norway/", texts=HELLO, agent=noor, by=noor)
    assert (snippet.name, snippet.folder, snippet.texts) == ("hello", "Shipping/Norway", HELLO)
    assert save_snippet(snippet, name="hello", folder="Shipping/Norway", texts=HELLO, agent=noor, by=noor) == snippet
    assert AuditEntry.objects.filter(action="snippet.saved").count() == 1
    remove_snippet(snippet, by=noor)
    remove_snippet(snippet, by=noor)
    assert AuditEntry.objects.filter(action="snippet.removed").count() == 1


@pytest.mark.parametrize(("field", "facts"), [
    ("name", {"name": " "}), ("name", {"name": "x" * 65}), ("folder", {"folder": "x" * 130}), ("texts", {"texts": {"": "<p> </p>"}}),
    ("texts", {"texts": {"de": "<p>Hallo</p>"}}), ("texts", {"texts": {"": "<p>Hi</p>", "?": "<p>Ho</p>"}}),
    ("texts", {"texts": {"": "<p>{{customer.fist_name}}</p>"}}), ("texts", {"texts": {"": "x" * 20_001}}),
])  # fmt: skip
def test_what_makes_no_sense_is_refused_by_name(field, facts, noor):
    with pytest.raises(ValidationError) as refused:
        save_snippet(None, **{"name": "hello", "texts": HELLO, "agent": noor, "by": noor} | facts)
    assert list(refused.value.error_dict) == [field] and not Snippet.objects.exists()


def test_what_others_use_is_changed_only_by_whoever_may_share(grace, tomas):
    shared = save_snippet(None, name="returns", texts=HELLO, by=grace)
    for act in (lambda: save_snippet(shared, name="mine", texts=HELLO, agent=tomas, by=tomas), lambda: remove_snippet(shared, by=tomas),
                lambda: save_snippet(None, name="x", texts=HELLO, by=tomas)):  # fmt: skip
        with pytest.raises(ValidationError):
            act()
    shared.refresh_from_db()
    assert shared.name == "returns" and Snippet.objects.count() == 1


def test_each_finds_their_own_their_teams_and_everybodys(grace, noor, tomas, beans):
    beans.members.set([noor])
    for name, circle in (("mine", {"agent": noor}), ("ours", {"team": beans}), ("all", {})):
        Snippet.objects.create(name=name, texts=HELLO, **circle)
    assert sorted(names(noor)) == ["all", "mine", "ours"] and names(tomas) == ["all"]


def test_a_few_letters_find_it_the_best_first(noor):
    for name in ("return address", "returns", "refund", "how to return"):
        Snippet.objects.create(name=name, texts=HELLO)
    assert names(noor, "returns")[0] == "returns"
    assert names(noor, "return") == ["return address", "returns", "how to return"]
    assert names(noor, "rfnd") == ["refund"]  # letters in their order
    assert names(noor, "retrun")[0] in ("return address", "returns")  # a slip of the finger
    assert names(noor, "zzz") == []


def test_it_speaks_the_customers_language_and_fills_what_is_known(noor):
    snippet = Snippet.objects.create(
        name="hello", texts=HELLO | {"": "<p>Hello {{customer.first_name}}, {{customer.company}}</p>"}
    )
    german = a_conversation(meet("Jonas <b>Brandt", "jonas@brandt.example", language="de"))
    assert put_in(snippet, conversation=german, by=noor) == ("<p>Hallo Jonas</p>", [])
    french = a_conversation(meet("Ada <Moreau", "ada2@moreau.example", language="fr"))
    html, missing = put_in(snippet, conversation=french, by=noor)
    assert html == "<p>Hello Ada, {{customer.company}}</p>" and missing == ["customer.company"]


def test_the_composer_finds_and_puts_one_in_and_counts_it(desk, ada, tomas):
    conversation = a_conversation(ada)
    snippet = Snippet.objects.create(name="hello", texts=HELLO)
    theirs = Snippet.objects.create(name="hello too", texts=HELLO, agent=tomas)
    items = desk.get(f"/conversations/{conversation.pk}/snippets?q=hel").json()["items"]
    assert [item["name"] for item in items] == ["hello"]
    answer = desk.post(f"/conversations/{conversation.pk}/snippets/{snippet.pk}")
    assert answer.json() == {"html": "<p>Hello Ada</p>", "missing": []}
    snippet.refresh_from_db()
    assert snippet.used_count == 1
    assert desk.post(f"/conversations/{conversation.pk}/snippets/{theirs.pk}").status_code == 404


def test_the_pages_keep_list_and_remove(desk, noor):
    form = {
        "name": "hello",
        "folder": "Greetings",
        "whose": "me",
        "language": ["", "de", ""],
        "text": ["Hello there", "<p>Hallo</p>", ""],
    }
    assert desk.post("/settings/snippets/new", form).status_code == 302
    snippet = Snippet.objects.get()
    assert snippet.agent == noor and snippet.texts == {"": "<p>Hello there</p>", "de": "<p>Hallo</p>"}
    page = desk.get("/settings/snippets").content.decode()
    assert "Greetings" in page and "hello" in page
    assert "None is like" in desk.get("/settings/snippets?q=zzz").content.decode()
    wrong = desk.post(f"/settings/snippets/{snippet.pk}", form | {"text": ["{{nothing}}", "", ""], "name": "kept"})
    assert (
        wrong.status_code == 422
        and "{{nothing}}" in wrong.content.decode()
        and 'value="kept"' in wrong.content.decode()
    )
    desk.post(f"/settings/snippets/{snippet.pk}/remove")
    assert "No snippet yet" in desk.get("/settings/snippets").content.decode()
