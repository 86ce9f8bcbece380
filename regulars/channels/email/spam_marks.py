"""What mail servers on the way thought of a letter. Marks only ever speak against one: "no spam" is written by spammers too.

It does say, though, what a score beside it means to the server that wrote both: cPanel writes ten times the score.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from regulars.channels.email.marks import Mark

YES = re.compile(r"^\s*(?:yes|true|spam|1)\b", re.I)
NO = re.compile(r"^\s*(?:no|false|ham|0)\b", re.I)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
SCL = re.compile(r"\bSCL:\s*(\d+)", re.I)
PROOFPOINT = re.compile(r"\brule=(?!not)\w*(?:spam|phish|malware)\w*|\bclassifier=(?:spam|phish|malware)", re.I)
RSPAMD = {"reject", "soft reject", "add header", "rewrite subject"}
SURELY_SPAM = 5  # Exchange's spam confidence level, from 0 to 9
STARS = re.compile(r"^\s*([*+s]+)\s*$", re.I)

Judge = Callable[[str, float], bool]


def spam_mark(marks: Sequence[Mark], *, score: float) -> str:
    """The first mark that calls the letter spam, in words; "" when none does. `score` is where spam begins for servers that
    write a score alone."""
    for run in _runs(marks):
        last_no = max((place for place, mark in enumerate(run) if _says_no(mark)), default=-1)
        for place, mark in enumerate(run):
            judge = JUDGES.get(mark.name)
            # A sender cannot write below what a server appends, but can directly above it.
            is_excused = judge in ONLY_COUNT and last_no >= (place if mark.is_appended else 0)
            if judge and not is_excused and judge(mark.value, score):
                return f"{mark.name.title()}: {mark.value[:200]}"
    return ""


def _runs(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Marks that stand directly below each other: one server's."""
    run: list[Mark] = []
    for mark in marks:
        if run and not mark.follows:
            yield run
            run = []
        run.append(mark)
    yield run


def _says_yes(value: str, score: float) -> bool:
    return bool(YES.match(value))


def _says_no(mark: Mark) -> bool:
    return JUDGES.get(mark.name) is _says_yes and bool(NO.match(mark.value))


def _scores(value: str, score: float) -> bool:
    found = NUMBER.search(value)
    return bool(found) and float(found[0]) >= score


def _stars(value: str, score: float) -> bool:
    found = STARS.match(value)
    return bool(found) and len(found[1]) >= score


def _is_confident(value: str, score: float) -> bool:
    found = NUMBER.search(value)
    return bool(found) and float(found[0]) >= SURELY_SPAM


def _is_confident_report(value: str, score: float) -> bool:
    found = SCL.search(value)
    return bool(found) and int(found[1]) >= SURELY_SPAM


ONLY_COUNT = (_scores, _stars)
JUDGES: dict[str, Judge] = {
    "x-spam": _says_yes,
    "x-spam-flag": _says_yes,
    "x-spam-status": _says_yes,
    "x-spam-score": _scores,
    "x-spam-level": _stars,
    "x-spam-action": lambda value, score: value.lower() in RSPAMD,
    "x-spamd-bar": _stars,
    "x-rspamd-action": lambda value, score: value.lower() in RSPAMD,
    "x-rspamd-score": _scores,
    "x-ms-exchange-organization-scl": _is_confident,
    "x-forefront-antispam-report": _is_confident_report,
    "x-proofpoint-spam-details": lambda value, score: bool(PROOFPOINT.search(value)),
    "x-barracuda-spam-status": _says_yes,
    "x-barracuda-spam-flag": _says_yes,
    "x-suspected-spam": _says_yes,
    "x-yandex-spam": lambda value, score: value.strip() == "4",  # 1 is good mail
    "x-ovh-spam-reason": lambda value, score: value.lower().startswith(("vr: spam", "vade: spam", "spam")),
    "x-ses-spam-verdict": lambda value, score: value.upper() == "FAIL",
    "x-ses-virus-verdict": lambda value, score: value.upper() == "FAIL",
    "x-mailgun-sflag": _says_yes,
    "x-mailscanner-spamcheck": lambda value, score: value.lower().startswith("spam"),
}
