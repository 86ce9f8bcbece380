"""`bin/regulars hours`: what working hours answer."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from regulars.config.environment import Problem
from regulars.lib.hours.questions import Plain, answers

HELP = "Answer questions about working hours: deadlines, elapsed time, open or not."
MORE = """\
FILE holds a JSON list of questions, or an object with `questions` and what they share. See docs/manual/hours.md.

examples:
  bin/regulars hours --json questions.json
  echo '[{"hours": {"mon-fri": "09:00-17:00"}, "time_zone": "Europe/Berlin", "holidays": ["DE-BY"],
          "op": "deadline", "start": "2026-12-23T16:00", "minutes": 120}]' | bin/regulars hours --json
"""
NEEDS = "nothing"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", help="questions; - or none reads standard input")
    parser.add_argument("--json", nargs="?", const="-", metavar="FILE", help="answer with one JSON list")
    parser.add_argument("--lines", action="store_true", help="answer with one JSON object a line")


def run(options: argparse.Namespace) -> int:
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    name = options.file or options.json or "-"
    given = _with_files(_read(name), Path() if name == "-" else Path(name).parent)
    if options.lines:
        for answer in answers(given):
            print(json.dumps(answer, ensure_ascii=False), flush=True)
    elif options.json:
        print(json.dumps(list(answers(given)), ensure_ascii=False, indent=1))
    else:
        print("\n".join(map(_told, answers(given))))
    return 0


def _read(name: str) -> object:
    """One JSON text, or one a line."""
    try:
        text = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        decoded = text.decode("utf-8-sig")
    except OSError as error:
        raise Problem(f"Cannot read {name} ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise Problem(f"{name} is not text in UTF-8.") from None
    try:
        return json.loads(decoded)
    except (json.JSONDecodeError, RecursionError) as error:
        try:
            return [json.loads(line) for line in decoded.splitlines() if line.strip()]
        except (json.JSONDecodeError, RecursionError):
            raise Problem(f"{name} is not JSON: {error}.") from None


def _with_files(given: object, folder: Path) -> object:
    """Holidays may name an iCalendar file, beside the questions: only here, where the asker may read it anyway."""
    if isinstance(given, list):
        return [_with_files(each, folder) for each in given]
    if isinstance(given, Mapping):
        return {name: _with_files(value, folder) for name, value in _entries(given)}
    if isinstance(given, str) and given.lower().endswith((".ics", ".ical")) and (folder / given).is_file():
        return (folder / given).read_bytes().decode("utf-8-sig", errors="replace")
    return given


def _entries(given: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name, value in given.items():
        is_file = name in {"file", "path"} and str(value).lower().endswith((".ics", ".ical"))
        yield ("ical" if is_file else name), value


def _told(answer: Plain) -> str:
    named = " ".join(str(answer[name]) for name in ("id", "name", "case", "op") if name in answer)
    return f"{named}: {answer.get('error', answer.get('result'))}"
