"""Whether two letters seem to be about the same thing."""

import re

from regulars.channels.email.subjects import without_prefixes

# Forward marks in the languages that mail programs speak, and the list names that group servers put before a subject.
_BEFORE = re.compile(
    r"^\s*(?:\[[^\]]{1,60}\]\s*|(?:fwd?|wg|tr|vb|vl|doorst|rv|enc|i|pd|ilt|转发|轉寄|転送|전달|пересылка|прд)\s*[:：]\s*)",
    re.I,
)
LONG_ENOUGH = 8  # characters: shorter subjects lie within each other by chance


def is_similar(one: str, other: str) -> bool:
    """Whether two subjects are the same but for marks, or one is part of the other. Nothing is similar to an empty one."""
    shorter, longer = sorted((without_marks(one).casefold(), without_marks(other).casefold()), key=len)
    return bool(shorter) and (shorter == longer or (len(shorter) >= LONG_ENOUGH and shorter in longer))


def without_marks(subject: str) -> str:
    """What it is about, without the marks of answers, forwards and lists."""
    for _ in range(10):
        shorter = without_prefixes(_BEFORE.sub("", subject, count=1))
        if shorter in ("", subject):
            break
        subject = shorter
    return subject.strip()
