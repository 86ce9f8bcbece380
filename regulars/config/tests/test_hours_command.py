import json
from pathlib import Path

from regulars.config.tests.installation import Installation

QUESTIONS = [
    {
        "id": "a",
        "hours": {"mon-fri": "09:00-17:00"},
        "time_zone": "Europe/Berlin",
        "holidays": ["DE-BY"],
        "op": "deadline",
        "start": "2026-12-24T16:00",
        "minutes": 120,
    },
    {"id": "b", "hours": "24/7", "time_zone": "Mars", "op": "is_open", "start": 0},
]


def test_a_file_of_questions_is_answered_without_a_database(installation: Installation, tmp_path: Path) -> None:
    file = tmp_path / "questions.json"
    file.write_text(json.dumps(QUESTIONS))
    done = installation.command("hours", "--json", str(file))

    first, second = json.loads(done.stdout)
    assert done.returncode == 0
    assert first == {
        "id": "a",
        "op": "deadline",
        "result": "2026-12-28T10:00:00+01:00",
        "utc": "2026-12-28T09:00:00Z",
    }
    assert second["error"].startswith("time_zone: there is no zone 'Mars'")
    lines = installation.command("hours", str(file), "--lines").stdout.splitlines()
    assert [json.loads(line) for line in lines] == [first, second]
    assert "a deadline: 2026-12-28T10:00:00+01:00" in installation.command("hours", str(file)).stdout


def test_holidays_may_stand_in_an_icalendar_file_beside_the_questions(
    installation: Installation, tmp_path: Path
) -> None:
    (tmp_path / "closed.ics").write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261228\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    file = tmp_path / "questions.json"
    file.write_text(json.dumps([QUESTIONS[0] | {"holidays": ["DE-BY", "closed.ics"]}]))

    (answer,) = json.loads(installation.command("hours", "--json", str(file)).stdout)
    assert answer["result"] == "2026-12-29T10:00:00+01:00"


def test_what_is_not_json_is_told_in_words(installation: Installation, tmp_path: Path) -> None:
    file = tmp_path / "questions.json"
    file.write_text("[{")
    done = installation.command("hours", "--json", str(file))
    assert done.returncode == 1 and "is not JSON" in done.stderr and "Traceback" not in done.stderr
