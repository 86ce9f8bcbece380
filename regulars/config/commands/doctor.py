"""`bin/regulars doctor`: is this installation well, and if not, what helps?"""

import argparse
import sys
from collections.abc import Iterator

from regulars.config import checks
from regulars.config.checks import Finding
from regulars.config.environment import Problem

HELP = "Check this installation, and say what to do about whatever is wrong."
MORE = "Ends with 1 when something must be mended, with 0 when all is well or only worth knowing."
NEEDS = "nothing"
MARKS = {"ok": "✓", "warn": "!", "fail": "✗"}
COLOURS = {"ok": "32", "warn": "33", "fail": "31"}


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace) -> int:
    worst = "ok"
    for finding in _findings():
        _show(finding)
        worst = max(worst, finding.state, key=list(MARKS).index)
    print({"ok": "\nAll is well.", "warn": "\nIt works.", "fail": "\nSomething must be mended."}[worst])
    return 1 if worst == "fail" else 0


def _findings() -> Iterator[Finding]:
    for check in checks.OF_THE_MACHINE:
        yield from _safely(check)
    try:
        from regulars.config.commands import migrate
        from regulars.config.database import running

        with running("doctor"):
            migrate.set_up()
            for check in checks.OF_THE_DATABASE:
                yield from _safely(check)
    except Problem as problem:
        yield Finding("fail", "Database", str(problem))


def _safely(check: checks.Check) -> Iterator[Finding]:
    """One broken check must not hide the others."""
    try:
        yield check()
    except Problem as problem:
        yield Finding("fail", check.__name__.replace("_", " ").capitalize(), str(problem))
    except Exception as error:
        yield Finding("fail", check.__name__.replace("_", " ").capitalize(), f"could not be checked: {error!r}")


def _show(finding: Finding) -> None:
    mark = MARKS[finding.state]
    if sys.stdout.isatty():
        mark = f"\033[{COLOURS[finding.state]}m{mark}\033[0m"
    print(f"{mark} {finding.about:<18}{finding.says}")
    if finding.helps:
        print(f"  {'':<18}→ {finding.helps}")
