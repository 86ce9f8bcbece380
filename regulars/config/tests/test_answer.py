from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from regulars.config.command_line import main
from regulars.knowledge.models import Article


def test_questions_are_answered_from_a_folder_and_nothing_is_kept(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regulars.config.command_line._database", _as_it_is)
    monkeypatch.setattr("regulars.config.command_line._set_up_tables", lambda: None)
    folder = tmp_path / "articles"
    (folder / "shop").mkdir(parents=True)
    (folder / "shop/hours.md").write_text(
        "# Opening hours\n\nWe open at eight.\n\n## Sunday\nWe are closed on Sunday.\n"
    )
    (folder / "install.md").write_text("+++\ntags = ['set up']\n+++\n```sh\n# no title\n```\n\n!!! tip\n    Run it.\n")
    (folder / "wifi.html").write_text("<h1>Café &amp; Wi-Fi</h1><p>Ask at the counter</p>")
    (tmp_path / "asked.jsonl").write_text('{"id": 7, "question": "opening hours sunday"}\n{"question": "qwertz"}\n')
    assert main(["answer", "--words-alone", str(folder), str(tmp_path / "asked.jsonl")]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["id"] == 7 and [each["id"] for each in first["articles"]] == ["shop/hours"]
    assert first["quote"]["text"] == "We are closed on Sunday."
    assert second["articles"] == [] and second["quote"] is None
    (tmp_path / "asked.txt").write_text("install\nset up\nno title")
    assert main(["answer", "--words-alone", str(folder), str(tmp_path / "asked.txt")]) == 0
    found = [json.loads(line)["articles"] for line in capsys.readouterr().out.splitlines()]
    assert [[each["id"] for each in several] for several in found] == [["install"]] * 3
    guide = {"id": 7, "title": "Hours", "body": "<p>At eight.</p>", "locale": "en-us", "section_id": 1}
    (tmp_path / "guide.json").write_text(json.dumps({"articles": [guide]}, indent=1))
    assert main(["answer", "--words-alone", str(tmp_path / "guide.json"), str(tmp_path / "asked.jsonl")]) == 0
    assert [each["id"] for each in json.loads(capsys.readouterr().out.splitlines()[0])["articles"]] == ["7"]
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ('{"question": "fine"}\n{"q": "x"}\n', "line 2, question: "),
        ('[{"question": "fine"},\n\n {"question": 3}]', "line 3, question: "),
        ('{"question": "fine", "language": "english!"}', "line 1, language: "),
        ('{"question": "fine"}\n{oops}', "line 2: This is not JSON"),
        ('["fine"', "line 1: This is not JSON"),
        ("7", "line 1: each must be an object"),
    ],
)
def test_what_cannot_be_read_is_named_by_line_and_field_and_nothing_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, asked: str, says: str
) -> None:
    monkeypatch.setattr("regulars.config.command_line._database", _as_it_is)
    monkeypatch.setattr("regulars.config.command_line._set_up_tables", lambda: None)
    (tmp_path / "hours.md").write_text("# Opening hours\n\nWe open at eight.\n")
    (tmp_path / "asked.jsonl").write_text(asked)
    assert main(["answer", str(tmp_path), str(tmp_path / "asked.jsonl")]) == 1
    told = capsys.readouterr()
    assert says in told.err and not told.out


def _as_it_is(name: str) -> Any:
    from contextlib import nullcontext

    return nullcontext()
