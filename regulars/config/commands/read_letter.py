"""`bin/regulars read-letter`: how a letter is understood, and why."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from regulars.channels.email.letter import Address, Letter
from regulars.channels.email.mime.charsets import clean, decode
from regulars.channels.email.parse_apart import parse_apart
from regulars.lib.quotes.folding import fold

HELP = "Show how letters are understood: sender, text, quotes, files, what kind of letter, and why."
MORE = """\
examples:
  bin/regulars read-letter letter.eml
  bin/regulars read-letter --json *.eml | jq .kind
  bin/regulars read-letter --text reply.txt
"""
NEEDS = "nothing"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="a letter as it came over the wire; - reads standard input"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line, one line a file")
    parser.add_argument("--text", action="store_true", help="the files are bare plain-text bodies, without headers")


def run(options: argparse.Namespace) -> int:
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    for name in options.files:
        facts = {"file": clean(name)} | _facts(_understood(name, is_text=options.text))
        print(json.dumps(facts, ensure_ascii=False) if options.json else "\n".join(_lines(facts)), flush=True)
    return 0


def _understood(name: str, *, is_text: bool) -> Letter:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as error:
        return Letter(error=clean(str(error)))
    return _bare(raw) if is_text else parse_apart(raw)


def _bare(raw: bytes) -> Letter:
    text = decode(raw).replace("\r\n", "\n").replace("\r", "\n")
    return Letter(text=text, visible_text=fold(text).visible_text)


def _facts(letter: Letter) -> dict[str, object]:
    return {
        "subject": letter.subject,
        "from_email": letter.from_email,
        "from_name": letter.from_name,
        "to": [_person(address) for address in letter.to],
        "cc": [_person(address) for address in letter.cc],
        "message_id": letter.message_id,
        "in_reply_to": list(letter.in_reply_to),
        "references": list(letter.references),
        "date": letter.date.isoformat() if letter.date else None,
        "text": letter.text,
        "visible_text": letter.visible_text,
        "html": letter.has_html,
        "attachments": [
            {
                "name": file.name,
                "size": file.size,
                "sha256": file.sha256,
                "content_id": file.content_id,
                "inline": file.is_inline,
            }
            for file in letter.attachments
        ],
        "kind": str(letter.kind),
        "may_auto_respond": letter.may_auto_respond,
        "bounce": _bounce(letter),
        "away_until": letter.away_until.isoformat() if letter.away_until else None,
        "evidence": list(letter.evidence),
        "error": letter.error,
    }


def _person(address: Address) -> str:
    return address.email or address.name


def _bounce(letter: Letter) -> dict[str, object] | None:
    bounce = letter.bounce
    return bounce and {
        "recipients": list(bounce.recipients),
        "status": bounce.status,
        "reason": bounce.reason,
        "hard": bounce.is_hard,
        "original_message_id": bounce.original_message_id,
    }


def _lines(facts: dict[str, object]) -> Iterator[str]:
    """For people: one fact a line, the visible text below."""
    for name, value in facts.items():
        if name not in {"text", "visible_text"} and value not in ("", None, [], False):
            yield f"{name.replace('_', ' '):>17}  {_told(value)}"
    yield ""
    yield str(facts["visible_text"])
    yield ""


def _told(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_told(each) for each in value)
    if isinstance(value, dict):
        return " · ".join(f"{name} {_told(each)}" for name, each in value.items() if each)
    return "yes" if value is True else str(value)
