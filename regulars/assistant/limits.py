"""How often a model writes for those whom nobody knows. Past that they are answered with quotes, which cost nothing."""

from __future__ import annotations

from regulars.assistant.models import Provider
from regulars.knowledge.models.article import Reader
from regulars.live.sharing import SharedThrottle

from_one_place = SharedThrottle("assistant.writing", per_second=1 / 60, burst=20)
for_strangers = SharedThrottle("assistant.strangers", per_second=1 / 10, burst=200)  # all of them, wherever they ask


def writer_for(reader: Reader, *, provider: Provider, asked_from: str = "") -> Provider:
    """The model, as it may write for this reader: one that is off, for strangers who have asked too much."""
    if reader is not None or not provider.may_write:
        return provider
    is_too_much = (asked_from and from_one_place.wait(asked_from)) or for_strangers.wait("all")
    return Provider() if is_too_much else provider
