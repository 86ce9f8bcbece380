"""Damages letters at random and reads them: `python -m bench.fuzz_letters --count 100000`.

Nothing may leave the reader as an exception, no text may hold what PostgreSQL refuses, none may take long. A letter that
fails is written to the working folder, so that it can become a case of the corpus.
"""

import argparse
import random
import sys
import time
from pathlib import Path

from regulars.channels.email.letter import Letter
from regulars.channels.email.parse import TOO_MANY_PARTS, parse
from regulars.channels.email.tests.mutations import LETTERS, mutated
from regulars.lib.quotes.folding import fold
from regulars.lib.quotes.html import fold_html

LONGEST = 30.0  # seconds for one letter


def main() -> int:
    options = _options()
    letters = [path.read_bytes() for path in LETTERS]
    chance = random.Random(options.seed)
    slowest, failed, began = 0.0, 0, time.perf_counter()
    for number in range(1, options.count + 1):
        raw = mutated(chance.choice(letters), chance)
        started = time.perf_counter()
        complaint = _complaint(raw)
        took = time.perf_counter() - started
        slowest = max(slowest, took)
        if complaint or took > LONGEST:
            failed += 1
            Path(f"letter-{options.seed}-{number}.eml").write_bytes(raw)
            print(f"\n{number}: {complaint or 'too slow'} ({took:.1f} s)", file=sys.stderr)
        if number % 1000 == 0:
            rate = number / (time.perf_counter() - began)
            print(
                f"\r{number} of {options.count}, {rate:.0f}/s, slowest {slowest * 1000:.0f} ms, failed {failed}",
                end="",
                flush=True,
            )
    print(f"\n{options.count} letters, slowest {slowest * 1000:.0f} ms, failed {failed}, seed {options.seed}")
    return min(failed, 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000, help="letters to damage and read (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same damage (%(default)s)")
    return parser.parse_args()


def _complaint(raw: bytes) -> str:
    """What is wrong with how some bytes were read; "" when nothing is."""
    try:
        letter = parse(raw)
        "".join(_texts(letter)).encode("utf-8")
        fold_html(letter.html)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if letter.error not in {"", TOO_MANY_PARTS}:
        return letter.error
    if "".join(part.text for part in fold(letter.text).parts) != letter.text:
        return "the folded text does not join"
    return "a NUL is left" if any("\0" in text for text in _texts(letter)) else ""


def _texts(letter: Letter) -> list[str]:
    people = [*letter.to, *letter.cc, *letter.bcc, *letter.reply_to]
    return [
        letter.subject, letter.from_email, letter.from_name, letter.message_id, letter.text, letter.visible_text, letter.html,
        *letter.in_reply_to, *letter.references, *letter.delivered_to, *letter.headers.values(), *letter.evidence,
        *(part for person in people for part in (person.name, person.email)),
        *(part for file in letter.attachments for part in (file.name, file.content_type, file.content_id)),
        *((*letter.bounce.recipients, letter.bounce.reason, letter.bounce.status, letter.bounce.original_message_id) if letter.bounce else ()),
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
