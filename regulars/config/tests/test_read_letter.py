import io
import json
import sys
from pathlib import Path

import pytest

from regulars.config.command_line import main

LETTER = (
    b"From: Ada Moreau <ada@mail.example>\nTo: hello@coffee.example\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\nMessage-ID: <1@mail.example>\n"
    b"Date: Tue, 6 Jan 2026 10:00:00 +0100\nContent-Type: text/plain; charset=utf-8\n\nHello\n-- \nAda\n"
)


def told(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    assert main(["read-letter", "--json", *words]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_letter_is_told_as_one_line_of_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "letter.eml"
    file.write_bytes(LETTER)
    (facts,) = told(capsys, str(file))
    assert facts == {
        "file": str(file),
        "subject": "Grüße",
        "from_email": "ada@mail.example",
        "from_name": "Ada Moreau",
        "to": ["hello@coffee.example"],
        "cc": [],
        "message_id": "<1@mail.example>",
        "in_reply_to": [],
        "references": [],
        "date": "2026-01-06T10:00:00+01:00",
        "text": "Hello\n-- \nAda\n",
        "visible_text": "Hello",
        "html": False,
        "attachments": [],
        "kind": "human",
        "may_auto_respond": True,
        "bounce": None,
        "away_until": None,
        "evidence": [],
        "error": "",
    }


def test_a_file_that_cannot_be_read_is_told_and_the_next_one_follows(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "letter.eml"
    file.write_bytes(LETTER)
    missing, found = told(capsys, str(tmp_path / "missing.eml"), str(file))
    assert "No such file" in str(missing["error"])
    assert found["subject"] == "Grüße"


def test_bare_text_is_folded(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "reply.txt"
    file.write_bytes("Größer bitte.\r\n\r\n> Welche Größe?\r\n".encode("latin-1"))
    (facts,) = told(capsys, "--text", str(file))
    assert (facts["visible_text"], facts["text"]) == ("Größer bitte.", "Größer bitte.\n\n> Welche Größe?\n")


def test_a_letter_may_come_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LETTER)))
    assert told(capsys, "-")[0]["subject"] == "Grüße"


def test_people_get_one_fact_a_line_and_the_visible_text(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "letter.eml"
    file.write_bytes(LETTER)
    assert main(["read-letter", str(file)]) == 0
    told = capsys.readouterr().out
    assert "subject  Grüße\n" in told and told.endswith("\nHello\n\n") and "-- " not in told
