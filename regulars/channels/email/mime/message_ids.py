"""Message-IDs as senders write them: folded, without brackets, several where one belongs, with prose around them.

Some programs (Python's own among them) write ids that are longer than a line as encoded words, which no RFC allows.
"""

import re

from regulars.channels.email.mime import encoded_words

MOST = 200
BRACKETED = re.compile(r"<([^<>]{1,2000})>")
BLANKS = re.compile(r"\s+")


def message_ids_in(value: str) -> tuple[str, ...]:
    """Each id once, in order, in angle brackets and without blanks."""
    if "=?" in value and "=?" in BRACKETED.sub("", value):  # within brackets it is a part of the id
        value = encoded_words.decode(value)
    ids = [BLANKS.sub("", found) for found in BRACKETED.findall(value)]
    if not any(ids):
        ids = [token.strip("<>\"'()") for token in re.split(r"[\s,;]+", value) if "@" in token] or _single(value)
    return tuple(dict.fromkeys(f"<{each}>" for each in ids[:MOST] if each))


def _single(value: str) -> list[str]:
    token = value.strip().strip("<>")
    return [token] if token and not BLANKS.search(token) else []
