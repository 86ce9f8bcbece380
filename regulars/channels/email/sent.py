"""Which message of ours somebody means who names a letter by its ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from regulars.channels.email import tokens
from regulars.channels.email.models import ThreadAlias
from regulars.channels.email.models.thread_alias import key_of
from regulars.channels.email.threads import signing_key
from regulars.conversations.models import Delivery

LONGEST = 256 * 1024  # bytes of a report in which a signed Message-ID is looked for


def delivery_named(ids: Sequence[str], content: bytes = b"", *, addresses: Iterable[str] = ()) -> Delivery | None:
    """The delivery whose return path is among the addresses; else the one under one of these ids, the surest first; else the
    newest whose signed Message-ID stands in `content`.

    Only ids count that we made, or that a provider gave a letter of ours: nobody guesses them.
    """
    text = content[:LONGEST].decode("utf-8", "replace")
    found = (_signed(addresses), _signed(ids), _given(ids), _signed([max(_signed_in(text), default=(0, ""))[1]]))
    return next(filter(None, found), None)


def _signed(ids: Iterable[str]) -> Delivery | None:
    for each in ids:
        if named := tokens.message_in(each, key=signing_key()):
            return _deliveries().filter(message=named[1]).first()
    return None


def _signed_in(text: str) -> list[tuple[int, str]]:
    """The messages whose ids stand in a text. A letter that comes back carries its own id, and those of the ones before it."""
    found = tokens.OURS.finditer(text)
    named = ((tokens.message_in(each[0], key=signing_key()), each[0]) for each in found)
    return [(pair[1], written) for pair, written in named if pair]


def _given(ids: Iterable[str]) -> Delivery | None:
    """By the id that a provider gave it, or one that we signed with an earlier key."""
    names = {name for each in ids for name in _spellings(each)}
    known = ThreadAlias.objects.filter(key__in=[key_of(name) for name in names], is_own=True).values("conversation")
    if not names:
        return None
    theirs = _deliveries().filter(message__conversation__in=known).order_by("-pk")
    return next((each for each in theirs if names & {each.external_id, *each.provider_id.split()}), None)


def _spellings(given: str) -> list[str]:
    """Providers tell us `0100…`, and write `<0100…@email.amazonses.com>` into the letter."""
    bare = given.strip().strip("<>")
    return [f"<{bare}>", bare, bare.partition("@")[0]]


def _deliveries() -> object:
    return (
        Delivery.objects.filter(channel="email").exclude(external_id="").select_related("message__conversation__inbox")
    )
