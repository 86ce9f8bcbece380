import json
from pathlib import Path

import pytest

from regulars.channels.email.parse import parse
from regulars.lib.quotes.html import fold_html

LETTERS = sorted(Path(__file__).with_name("letters").glob("*.eml"))


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_a_letter_is_understood_as_its_reader_would(path: Path) -> None:
    letter = parse(path.read_bytes())
    wanted = json.loads(path.with_suffix(".json").read_text())
    understood = {
        **{name: getattr(letter, name, None) for name in wanted},
        "to": [address.email for address in letter.to],
        "cc": [address.email for address in letter.cc],
        "bcc": [address.email for address in letter.bcc],
        "reply_to": [address.email for address in letter.reply_to],
        "delivered_to": list(letter.delivered_to),
        "in_reply_to": list(letter.in_reply_to),
        "references": list(letter.references),
        "date": letter.date and letter.date.isoformat(),
        "away_until": letter.away_until and letter.away_until.isoformat(),
        "html": letter.has_html,
        "visible_html": fold_html(letter.html)[0].strip(),
        "bounce": letter.bounce
        and {
            "recipients": list(letter.bounce.recipients),
            "status": letter.bounce.status,
            "hard": letter.bounce.is_hard,
            "original_message_id": letter.bounce.original_message_id,
        },
        "attachments": [
            {"name": file.name, "sha256": file.sha256, "inline": file.is_inline, "content_id": file.content_id}
            for file in letter.attachments
        ],
        "error": letter.error,
    }
    wanted.setdefault("error", "")
    assert {name: understood[name] for name in wanted} == wanted
