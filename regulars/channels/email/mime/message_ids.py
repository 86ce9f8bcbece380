"""Message-IDs as senders write them: folded, without brackets, several where one belongs, with prose around them."""

import re

MOST = 200
BRACKETED = re.compile(r"<([^<>]{1,2000})>")
BLANKS = re.compile(r"\s+")


def message_ids_in(value: str) -> tuple[str, ...]:
    """Each id once, in order, in angle brackets and without blanks."""
    ids = [BLANKS.sub("", found) for found in BRACKETED.findall(value)]
    if not any(ids):
        ids = [token.strip("<>\"'()") for token in re.split(r"[\s,;]+", value) if "@" in token] or _single(value)
    return tuple(dict.fromkeys(f"<{each}>" for each in ids[:MOST] if each))


def _single(value: str) -> list[str]:
    token = value.strip().strip("<>")
    return [token] if token and not BLANKS.search(token) else []
