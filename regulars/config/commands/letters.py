"""`bin/regulars letters`: the letters of former times, read with what we know today."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from regulars.config.environment import Problem

HELP = "Read letters of former times anew, and see what changes."
MORE = """\
Every letter is kept as it came, so that a better reader helps old letters, too. Without --apply nothing is changed.

examples:
  bin/regulars letters reread
  bin/regulars letters reread --since 2026-11-01 --apply
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="reread")
    reread = actions.add_parser("reread", help="compare what is kept of letters with what they would become today")
    reread.add_argument("--since", metavar="DAY", help="only letters that came on this day (2026-11-01) or later")
    reread.add_argument("--apply", action="store_true", help="take the texts as they are read today")


def run(options: argparse.Namespace) -> int:
    from regulars.channels.email.actions.reread_letters import reread_letters

    count = 0
    for change in reread_letters(since=_day(options.since), applies=options.apply):
        count += 1
        print(f"letter {change.letter.pk}, #{change.letter.conversation_id}: {change.letter.subject[:60]}")
        for name, after in change.after.items():
            print(f"  {name}: {len(change.before[name])} → {len(after)} characters")
    print(f"{count} {'read anew' if options.apply else 'would be read otherwise'}.")
    return 0


def _day(given: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(given).replace(tzinfo=UTC) if given else None
    except ValueError:
        raise Problem(f"{given} is no day. It looks like 2026-11-01.") from None
