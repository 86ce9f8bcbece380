import json
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Attachment, Delivery, Draft, Message
from regulars.conversations.typed_people import people_written
from regulars.team.models import Agent
from tests.cast import a_conversation

ASKS_JSON = {"Accept": "application/json"}


@pytest.fixture
def desk(client: Client, noor: Agent) -> Client:
    client.force_login(noor)
    return client


def a_file(name: str = "menu.pdf", content: bytes = b"%PDF") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_a_reply_goes_to_exactly_the_people_shown(desk, ada):
    conversation = a_conversation(ada)
    people = {"to": ["Ada Moreau <ada@moreau.example>"], "cc": ["ben@post.example"]}
    answer = desk.post(
        f"/conversations/{conversation.pk}/write",
        {"kind": "reply", "html": "<p>It <b>comes</b>.</p>", **people},
        headers=ASKS_JSON,
    )
    assert answer.status_code == 204
    message = conversation.messages.get(kind="out")
    assert message.html == "<p>It <b>comes</b>.</p>"
    assert [[person["address"] for person in message.recipients[way]] for way in ("to", "cc", "bcc")] == [
        ["ada@moreau.example"],
        ["ben@post.example"],
        [],
    ]


def test_names_come_back_from_the_page_as_they_are_written(desk, ada):
    ada.name = 'Jürgen "Jo" Müller, 株式会社'
    ada.save()
    conversation = a_conversation(ada)
    conversation.messages.update(author_name=ada.name)
    page = desk.get(f"/inbox/{conversation.pk}").content.decode()
    shown = unescape(re.search(r'<input type="hidden" name="to" value="([^"]+)"', page)[1])
    desk.post(f"/conversations/{conversation.pk}/write", {"kind": "reply", "text": "Yes", "to": [shown]})
    assert conversation.messages.get(kind="out").recipients["to"] == [
        {"name": ada.name, "address": "ada@moreau.example"}
    ]


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("Smith, John <j@x.example>; Doe, Jane <d@x.example>", [("Smith, John", "j@x.example"), ("Doe, Jane", "d@x.example")]),
        ('"Smith, John" <j@x.example>, Ben <b@x.example>', [("Smith, John", "j@x.example"), ("Ben", "b@x.example")]),
        ("a@x.example; b@x.example,c@x.example\nd@x.example", [("", f"{each}@x.example") for each in "abcd"]),
        ("a@x.example, Ben <mailto:b@x.example>", [("", "a@x.example"), ("Ben", "b@x.example")]),
        ("ada@x.example via Info <info@l.example>", [("ada@x.example via Info", "info@l.example")]),
        ("j@x.example (John), Ben (Beans) <b@x.example>", [("John", "j@x.example"), ("Ben (Beans)", "b@x.example")]),
        ("nobody, at all", [("", "nobody"), ("", "at"), ("", "all")]),
    ],
)  # fmt: skip
def test_people_are_read_as_other_programs_copy_them(typed, people):
    assert [(each["name"], each["address"]) for each in people_written(typed)] == people


def test_the_same_click_twice_is_one_reply(desk, ada):
    conversation = a_conversation(ada)
    for _ in range(2):
        desk.post(
            f"/conversations/{conversation.pk}/write",
            {"kind": "reply", "html": "<p>Yes</p>", "client_key": "k1"},
            headers=ASKS_JSON,
        )
    assert conversation.messages.filter(kind="out").count() == 1


def test_a_plain_form_works_too(desk, ada):
    conversation = a_conversation(ada)
    answer = desk.post(f"/conversations/{conversation.pk}/write", {"kind": "reply", "text": "It comes."})
    assert answer.url == f"/inbox/{conversation.pk}"
    assert conversation.messages.get(kind="out").text == "It comes."


def test_a_note_never_leaves(desk, ada):
    conversation = a_conversation(ada)
    desk.post(
        f"/conversations/{conversation.pk}/write",
        {"kind": "note", "html": "<p>She is kind</p>", "to": "ada@moreau.example"},
        headers=ASKS_JSON,
    )
    assert conversation.messages.get(kind="note").text == "She is kind"
    assert not Delivery.objects.exists()


def test_send_and_resolve_does_both(desk, ada):
    conversation = a_conversation(ada)
    desk.post(
        f"/conversations/{conversation.pk}/write",
        {"kind": "reply", "html": "<p>Done</p>", "resolve": "1"},
        headers=ASKS_JSON,
    )
    conversation.refresh_from_db()
    assert conversation.status == "resolved"


@pytest.mark.parametrize(
    ("given", "field"),
    [({"html": ""}, "text"), ({"html": "<p>x</p>", "to": ["nobody"]}, "to"), ({"html": "<p>x</p>", "to": [""]}, "to")],
)
def test_what_cannot_be_sent_is_named_and_nothing_is_sent(given, field, desk, ada):
    conversation = a_conversation(ada)
    answer = desk.post(f"/conversations/{conversation.pk}/write", {"kind": "reply", **given}, headers=ASKS_JSON)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert conversation.messages.count() == 1


def test_a_draft_is_kept_with_its_people_and_files(desk, ada, noor):
    conversation = a_conversation(ada)
    file = desk.post("/attachments", {"file": a_file()}).json()
    desk.post(
        f"/conversations/{conversation.pk}/draft",
        {"kind": "reply", "html": "<p>Dear</p>", "to": "ben@post.example", "attachments": file["id"]},
    )
    draft = Draft.objects.get(agent=noor)
    assert (draft.kind, draft.html, draft.attachment_ids) == ("out", "<p>Dear</p>", [file["id"]])
    assert draft.recipients["to"] == [{"name": "", "address": "ben@post.example"}]


def test_an_empty_draft_is_thrown_away(desk, ada):
    conversation = a_conversation(ada)
    desk.post(f"/conversations/{conversation.pk}/draft", {"kind": "note", "html": "<p>Hm</p>"})
    desk.post(f"/conversations/{conversation.pk}/draft", {"kind": "note", "html": ""})
    assert not Draft.objects.exists()


def test_a_file_goes_with_the_reply(desk, ada):
    conversation = a_conversation(ada)
    file = desk.post("/attachments", {"file": a_file()}).json()
    assert (file["name"], file["size"]) == ("menu.pdf", "4 bytes")
    desk.post(
        f"/conversations/{conversation.pk}/write",
        {"kind": "reply", "html": "<p>Here</p>", "attachments": file["id"]},
        headers=ASKS_JSON,
    )
    assert conversation.messages.get(kind="out").attachments.get().pk == file["id"]


def test_an_empty_file_is_refused(desk):
    answer = desk.post("/attachments", {"file": a_file(content=b"")})
    assert answer.status_code == 422 and "file" in answer.json()["errors"]
    assert desk.post("/attachments").status_code == 422


def test_a_file_can_be_taken_off_by_who_brought_it_and_only_before_it_is_sent(client, desk, ada, grace):
    file = desk.post("/attachments", {"file": a_file()}).json()
    client.force_login(grace)
    client.post(f"/attachments/{file['id']}/discard")
    assert Attachment.objects.exists()


def test_a_failed_message_is_sent_again(desk, ada, noor):
    message = reply(a_conversation(ada), by=noor, text="Hello")
    Message.objects.filter(pk=message.pk).update(state="failed")
    Delivery.objects.filter(message=message).update(state="failed")
    answer = desk.post(f"/messages/{message.pk}/retry", headers={"HX-Request": "true"})
    message.refresh_from_db()
    assert message.state == "sending" and "toast" in json.loads(answer["HX-Trigger"])
