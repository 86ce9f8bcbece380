"""What a subject tells about what stands below it."""

import re

FORWARD = re.compile(r"^\s*(?:fwd?|wg|tr|rv|enc|doorst|vb|vl|pd|i|yml|továbbítás|转发|轉寄|転送|전달)\s*[:：]", re.I)


def is_forward(subject: str) -> bool:
    """Whether the subject says that the letter is somebody else's, passed on."""
    return bool(FORWARD.match(subject))
