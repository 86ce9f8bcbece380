"""Pictures within the text: by their address in the page, by their Content-ID in what is kept and sent."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from regulars.conversations.actions.take_back import take_back
from regulars.conversations.models import Attachment, Draft
from regulars.team.models import Agent
from tests.cast import a_conversation

ASKS_JSON = {"Accept": "application/json"}
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def desk(client: Client, noor: Agent) -> Client:
    client.force_login(noor)
    return client


def upload(desk: Client, name: str = "crack.png", kind: str = "image/png") -> dict:
    return desk.post("/attachments", {"file": SimpleUploadedFile(name, PNG, content_type=kind), "within": "1"}).json()


def shown(number: int) -> str:
    return f'<p>See <img src="/attachments/{number}/picture" alt="crack.png"></p>'


def test_one_is_sent_as_a_part_and_shown_where_it_stands(desk, ada, noor):
    conversation, picture = a_conversation(ada), upload(desk)
    assert picture["isPicture"]
    desk.post(
        f"/conversations/{conversation.pk}/write", {"kind": "reply", "html": shown(picture["id"])}, headers=ASKS_JSON
    )
    file = Attachment.objects.get(pk=picture["id"])
    message = conversation.messages.get(kind="out")
    assert file.message == message and file.is_inline and f'src="cid:{file.content_id}"' in message.html
    page = desk.get(f"/inbox/{conversation.pk}").content.decode()
    assert (
        f'src="/attachments/{file.pk}/picture" alt="crack.png"' in page
        and 'class="files"' not in page.split('class="composer"')[0]
    )
    take_back(message, by=noor)
    assert f'src="cid:{file.content_id}"' in Draft.objects.get(agent=noor).html


def test_a_draft_keeps_it_and_shows_it_again(desk, ada, noor):
    conversation, picture = a_conversation(ada), upload(desk)
    desk.post(f"/conversations/{conversation.pk}/draft", {"kind": "reply", "html": shown(picture["id"]), "version": ""})
    assert "cid:" in Draft.objects.get(agent=noor).html
    kept = desk.get(f"/conversations/{conversation.pk}/draft?kind=reply").json()["html"]
    assert f'src="/attachments/{picture["id"]}/picture"' in kept


def test_nobody_shows_or_sends_the_file_of_somebody_else(desk, ada, grace):
    conversation = a_conversation(ada)
    theirs = Attachment.objects.create(
        name="x.png", content_type="image/png", size=1, sha256="0", content_id="theirs", uploaded_by=grace
    )
    desk.post(
        f"/conversations/{conversation.pk}/write",
        {"kind": "reply", "html": "<p>Look</p>" + shown(theirs.pk)},
        headers=ASKS_JSON,
    )
    assert "theirs" not in conversation.messages.get(kind="out").html
    theirs.refresh_from_db()
    assert theirs.message is None


def test_what_no_browser_shows_is_a_file_like_others(desk):
    assert not upload(desk, "page.svg", "image/svg+xml")["isPicture"]
