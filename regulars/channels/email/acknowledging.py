"""The words of “your message has come”."""

from __future__ import annotations

import re
from collections.abc import Mapping

from regulars.lib.texts import one_line

PLACES = ("number", "subject", "customer", "brand", "promise")
PLACE = re.compile(r"\{\{\s*([\w ]*?)\s*\}\}")
LONGEST = 80  # characters of a stranger's words
# A stranger's words come back to an address that may not be theirs: whatever leads somewhere is left out.
LEADS_SOMEWHERE = re.compile(r"(?:\w+:/*|www\.)\S+|\S*@\S*|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b\S*", re.I)


def filled_in(template: str, facts: Mapping[str, str]) -> str:
    """The template with its places filled; one that is unknown stays as it is."""
    return PLACE.sub(lambda found: facts.get(found[1], found[0]), template).strip()


def unknown_places(template: str) -> list[str]:
    """Places that nothing fills."""
    return [found[0] for found in PLACE.finditer(template) if found[1] not in PLACES]


def harmless(words: str) -> str:
    """What a stranger wrote, on one short line that leads nowhere."""
    return one_line(LEADS_SOMEWHERE.sub("…", one_line(words, limit=400)), limit=LONGEST)
