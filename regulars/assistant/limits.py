"""How often a model writes for those whom nobody knows (past that they are answered with quotes, which cost nothing), and codes leave."""

from __future__ import annotations

from regulars.assistant.models import Provider
from regulars.knowledge.models.article import Reader
from regulars.live.sharing import SharedThrottle

from_one_place = SharedThrottle("assistant.writing", per_second=1 / 60, burst=20)
for_strangers = SharedThrottle("assistant.strangers", per_second=1 / 10, burst=200)  # all of them, wherever they ask
# Codes mailed to addresses that somebody only typed into a chat: nobody floods the mailboxes of others through us.
codes_for_strangers = SharedThrottle("assistant.codes", per_second=1 / 6, burst=100)


def writer_for(reader: Reader, *, provider: Provider, asked_from: str = "") -> Provider:
    """The model, as it may write for this reader: one that is off, for strangers who have asked too much."""
    if reader is not None or not provider.may_write:
        return provider
    is_too_much = (asked_from and from_one_place.wait(asked_from)) or for_strangers.wait("all")
    return Provider() if is_too_much else provider
