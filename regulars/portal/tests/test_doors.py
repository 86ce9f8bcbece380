"""Whatever is sent to a door of the portal, it answers, and says what is wrong."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import a_conversation

FIELDS = (
    "address", "next", "digits", "text", "subject", "name", "client_key", "topic", "answers.thing", "challenge", "answer", "language", "time_zone",
    "sure", "email-marketing", "after", "page", "website",
)  # fmt: skip
NASTY = (
    "a\0b@x.example",
    "'\"><script>alert(1)</script>",
    "9" * 400,
    "\u202e\ud7ff\U0010ffff",
    "%00%0d%0aSet-Cookie: a=b",
)
DOORS = (
    "/my", "/my/sign-in", "/my/sign-in/code", "/my/new/write", "/my/new/write/questions", "/my/new/write/articles", "/my/new/\0", "/my/details",
    "/my/details/addresses", "/my/details/addresses/code", "/my/details/choices", "/my/data/export", "/my/conversations/{}", "/my/conversations/{}/said",
    "/my/conversations/{}/answer", "/my/conversations/{}/close", "/my/conversations/{}/reopen", "/my/conversations/99999999999999999999999",
    "/my/files/99999999999999999999999", "/my/data/99999999999999999999999",
)  # fmt: skip


@pytest.mark.parametrize("nasty", NASTY)
def test_every_door_answers_whatever_is_sent(nasty, enter, ada):
    number = a_conversation(ada).pk
    for client in (enter(ada), Client()):
        for door in DOORS:
            given = dict.fromkeys(FIELDS, nasty)
            for answer in (client.get(door.format(number), given), client.post(door.format(number), given)):
                assert answer.status_code < 500 and "<script>alert" not in answer.content.decode()
                assert answer.headers.get("Location", "/").startswith("/") and "Set-Cookie: a" not in str(
                    answer.headers
                )


def test_a_file_of_any_name_and_kind_is_kept_and_comes_back_harmless(enter, ada):
    asked, client = a_conversation(ada), enter(ada)
    upload = SimpleUploadedFile("../../\u202egnp.exe\r\nX: y", b"MZ", "text/html; charset=\0")
    assert client.post(f"/my/conversations/{asked.pk}/answer", {"text": "x", "files": [upload]}).status_code == 302
    kept = asked.messages.get(channel="portal").attachments.get()
    down = client.get(f"/my/files/{kept.pk}")
    assert (
        "/" not in kept.name
        and down["Content-Type"] == "application/octet-stream"
        and "\n" not in down["Content-Disposition"]
    )
