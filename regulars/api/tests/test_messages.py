import hashlib
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from regulars.api import shapes
from regulars.api.models import ApiToken
from regulars.api.tests.conftest import Program
from regulars.channels.email.models import InboundLetter, RawLetter
from regulars.conversations.actions.learn_outcome import learn_outcome
from regulars.conversations.models import Attachment, Delivery, Message
from regulars.customers.models import Customer
from regulars.team.models import Agent
from tests.cast import a_conversation, letter_from

pytestmark = [pytest.mark.django_db, pytest.mark.urls("regulars.api.tests.urls")]
Refused = Callable[..., None]


def test_a_message_tells_why_it_could_not_be_sent(program: Program, ada: Customer) -> None:
    conversation = a_conversation(ada)
    written = program.post(f"/conversations/{conversation.pk}/reply", text="Hi").json()
    Message.objects.filter(pk=written["id"]).update(state="failed")
    Delivery.objects.update(state="failed", error="550 no such mailbox")
    told = program.get(f"/messages/{written['id']}").json()
    shapes.Message.model_validate(told)
    assert (told["state"], told["error"]) == ("failed", "550 no such mailbox")


def test_a_message_tells_whom_it_did_not_reach(program: Program, ada: Customer) -> None:
    conversation = a_conversation(ada)
    written = program.post(f"/conversations/{conversation.pk}/reply", text="Hi").json()
    address = written["to"][0]["email"]
    learn_outcome(
        Delivery.objects.get(), address=address, state="failed", status="5.1.1", reason="unknown", is_hard=True
    )
    told = program.get(f"/messages/{written['id']}").json()
    shapes.Message.model_validate(told)
    [outcome] = told["outcomes"]
    assert (outcome["email"], outcome["state"], outcome["status"], outcome["is_hard"]) == (
        address,
        "failed",
        "5.1.1",
        True,
    )


def test_a_stopped_address_is_refused_at_its_field(program: Program, ada: Customer) -> None:
    conversation = a_conversation(ada)
    written = program.post(f"/conversations/{conversation.pk}/reply", text="Hi").json()
    address = written["to"][0]["email"]
    learn_outcome(
        Delivery.objects.get(), address=address, state="failed", status="5.1.1", reason="unknown", is_hard=True
    )
    answer = program.post(f"/conversations/{conversation.pk}/reply", text="Again")
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert (error["field"], error["code"]) == ("to", "suppressed") and address in error["message"]


def test_the_original_comes_byte_for_byte(program: Program, ada: Customer, refused: Refused) -> None:
    message = letter_from(ada)
    refused(program.get(f"/messages/{message.pk}/original"), 404)
    content = b"From: ada@moreau.example\r\n\r\n\xff\x00Hi"
    raw = RawLetter.objects.create(sha256=hashlib.sha256(content).hexdigest(), content=content, size=len(content))
    InboundLetter.objects.create(source="smtp", raw=raw, message_id=message.pk)
    answer = program.get(f"/messages/{message.pk}/original")
    assert (answer.content, answer.headers["Content-Type"]) == (content, "message/rfc822")


def test_a_file_comes_back_as_it_went(program: Program) -> None:
    content = bytes(range(256)) * 100
    file = SimpleUploadedFile("Größe.html", content, content_type="text/html")
    told = program.client.post("/api/attachments", {"file": file}).json()
    shapes.Attachment.model_validate(told)
    answer = program.get(told["url"].removeprefix("/api"))
    assert b"".join(answer.streaming_content) == content  # type: ignore[attr-defined]
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_file_of_a_colleague_is_not_found_until_it_was_sent(
    program: Program, grace: Agent, ada: Customer, refused: Refused
) -> None:
    other = Program(ApiToken.issue(agent=grace, name=""))
    told = other.client.post("/api/attachments", {"file": SimpleUploadedFile("a.txt", b"a")}).json()
    refused(program.get(f"/attachments/{told['id']}"), 404)
    conversation = a_conversation(ada)
    refused(
        program.post(f"/conversations/{conversation.pk}/reply", text="Hi", attachments=[told["id"]]), 422, "attachments"
    )
    other.post(f"/conversations/{conversation.pk}/reply", text="Hi", attachments=[told["id"]])
    assert program.get(f"/attachments/{told['id']}").status_code == 200


def test_an_upload_says_what_is_wrong(program: Program, stranger: Program, refused: Refused) -> None:
    refused(program.client.post("/api/attachments", {"file": SimpleUploadedFile("a.txt", b"")}), 422, "file")
    refused(
        program.client.post("/api/attachments", {"fiel": SimpleUploadedFile("a.txt", b"a")}), 422, "file", "missing"
    )
    refused(program.post("/attachments", file="a"), 415)
    refused(stranger.client.post("/api/attachments", {"file": SimpleUploadedFile("a.txt", b"a")}), 401)
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_is_refused(
    program: Program, monkeypatch: pytest.MonkeyPatch, refused: Refused
) -> None:
    monkeypatch.setattr("regulars.conversations.actions.attach.LARGEST", 10)
    refused(
        program.client.post("/api/attachments", {"file": SimpleUploadedFile("a.txt", b"a" * 11)}),
        413,
        "file",
        "too_large",
    )


@pytest.mark.parametrize(
    "path", ["/messages/1", "/messages/1/original", "/attachments/1", "/messages/99999999999999999999"]
)
def test_what_is_not_there_is_not_found_and_strangers_see_nothing(
    path: str, program: Program, stranger: Program, refused: Refused
) -> None:
    refused(program.get(path), 404)
    refused(stranger.get(path), 401)
