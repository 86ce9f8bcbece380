"""The words of “your message has come”."""

from __future__ import annotations

import re
from collections.abc import Mapping

from regulars.lib.texts import one_line

PLACES = ("number", "subject", "customer", "brand", "promise", "wait")
PLACE = re.compile(r"( ?)\{\{\s*([\w ]*?)\s*\}\}")
LONGEST = 80  # characters of a stranger's words
# A stranger's words come back to an address that may not be theirs: whatever leads somewhere is left out.
LEADS_SOMEWHERE = re.compile(r"(?:\w+:/*|www\.)\S+|\S*@\S*|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b\S*", re.I)


def filled_in(template: str, facts: Mapping[str, str]) -> str:
    """The template with its places filled; one that is unknown stays as it is, one with nothing to say leaves no gap."""

    def fill(found: re.Match[str]) -> str:
        words = facts.get(found[2])
        return found[0] if words is None else words and found[1] + words

    return PLACE.sub(fill, template).strip()


def unknown_places(template: str) -> list[str]:
    """Places that nothing fills."""
    return [found[0].strip() for found in PLACE.finditer(template) if found[2] not in PLACES]


def harmless(words: str) -> str:
    """What a stranger wrote, on one short line that leads nowhere."""
    return one_line(LEADS_SOMEWHERE.sub("…", one_line(words, limit=400)), limit=LONGEST)
