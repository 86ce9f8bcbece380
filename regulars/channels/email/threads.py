"""Which conversation a letter belongs to, and on what evidence.

Strongest first: a reply address that we signed, a Message-ID that we signed, an id that some letter of the conversation
had or mentioned, its number in the subject (from somebody who takes part). Knowing an unsigned id is not enough: the sender must take part, or the subject must fit. Whoever joins by
evidence without having taken part is shown as a stranger; nobody writes in another's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection

from regulars.channels.email import tokens
from regulars.channels.email.letter import Letter
from regulars.channels.email.likeness import is_similar
from regulars.channels.email.models.thread_alias import key_of
from regulars.channels.email.numbers import numbers_in
from regulars.conversations.models import Conversation, Message

MOST_IDS = 40  # of the newest: no thread that people write needs more

_HOLD = """
    SELECT pg_advisory_xact_lock(key) FROM (
        SELECT DISTINCT hashtextextended(name, 3) AS key FROM unnest(%s::text[]) AS name ORDER BY key) AS ordered
"""

_ALIASES = """
    SELECT alias.key, alias.conversation_id, alias.is_own, conversation.subject, EXISTS (
        SELECT FROM conversations_participant AS person
        WHERE person.conversation_id IN (alias.conversation_id, conversation.merged_into_id) AND person.address = %s) AS takes_part
    FROM email_threadalias AS alias JOIN conversations_conversation AS conversation ON conversation.id = conversation_id
    WHERE alias.key = ANY(%s) AND conversation.inbox_id = %s
"""


class Alias(NamedTuple):
    """A conversation that knows an id, and what else speaks for it."""

    key: UUID
    conversation_id: int
    is_own: bool
    subject: str
    takes_part: bool


def signing_key() -> bytes:
    return settings.SECRET_KEY.encode()


def ids_of(letter: Letter) -> list[str]:
    """The letters that this one answers, the nearest first."""
    nearest_first = (*reversed(letter.in_reply_to), *reversed(letter.references))
    return list(dict.fromkeys(nearest_first))[:MOST_IDS]


def hold(names: Iterable[str]) -> None:
    """Let letters of one thread be taken one after the other, whoever takes them; until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [list(names)])


def aliases_among(letters: Sequence[Letter]) -> set[UUID]:
    """Those of the ids in these letters that lead to conversations already."""
    keys = [key for letter in letters for key in keys_in(letter)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM email_threadalias WHERE key = ANY(%s)", [keys])
        return {key for (key,) in cursor.fetchall()}


def keys_in(letter: Letter) -> list[UUID]:
    """Of its own id, and of those that it names."""
    return [key_of(each) for each in (letter.message_id, *ids_of(letter)) if each]


def conversation_of(
    letter: Letter, *, inbox_id: int, sender: str, addresses: Sequence[str], known: set[UUID] | None = None
) -> Conversation | None:
    """Where the letter belongs, or None: it begins something new. `addresses` are those it was sent to, the surest first.

    `known` are the ids that lead anywhere, for whoever has asked for several letters at once.
    """
    signed = _signed(letter, addresses)
    here = next((each for each in signed if each.inbox_id == inbox_id), None)
    leads_nowhere = known is not None and known.isdisjoint(keys_in(letter))
    by_alias = None if here or leads_nowhere else _by_alias(letter, inbox_id, sender)
    return here or by_alias or next(iter(signed), None) or _by_number(letter, inbox_id, sender)


def _signed(letter: Letter, addresses: Sequence[str]) -> list[Conversation]:
    named = [tokens.conversation_in(text, key=signing_key()) for text in (*addresses, *ids_of(letter))]
    order = list(dict.fromkeys(each for each in (_moved(letter), *named) if each is not None))
    found = Conversation.objects.in_bulk(order) if order else {}
    return [found[each] for each in order if each in found]


def _moved(letter: Letter) -> int | None:
    """Where the message that it answers stands now, when that was taken out of the conversation that it was signed for."""
    answered = next(filter(None, (tokens.message_in(text, key=signing_key()) for text in ids_of(letter))), None)
    if answered is None:
        return None
    signed_for, message = answered
    moved = Message.objects.filter(pk=message).exclude(origin=signed_for).exclude(conversation=signed_for).first()
    return moved and moved.home_id


def _by_number(letter: Letter, inbox_id: int, sender: str) -> Conversation | None:
    """The subject names it as #1042, and whoever writes has taken part in it."""
    numbers = numbers_in(letter.subject) if sender else []
    if not numbers:
        return None
    theirs = Conversation.objects.filter(pk__in=numbers, inbox=inbox_id, participants__address=sender)
    return min(theirs, key=lambda each: numbers.index(each.pk), default=None)


def _by_alias(letter: Letter, inbox_id: int, sender: str) -> Conversation | None:
    nearest_first = [key_of(each) for each in ids_of(letter)]
    own = [key_of(letter.message_id)] if letter.message_id else []
    if not nearest_first and not own:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_ALIASES, [sender, nearest_first + own, inbox_id])
        aliases = [Alias(*found) for found in cursor.fetchall()]
    order = {key: place for place, key in enumerate(own + nearest_first)} | {key: len(nearest_first) for key in own}
    for alias in sorted(aliases, key=lambda alias: (order[alias.key], -alias.conversation_id)):
        if _counts(alias, letter, is_reused=alias.is_own and alias.key in own):
            return Conversation.objects.get(pk=alias.conversation_id)
    return None


def _counts(alias: Alias, letter: Letter, *, is_reused: bool) -> bool:
    """A letter that was mentioned before it came needs less than another one that uses the same id once more."""
    fits = is_similar(alias.subject, letter.subject)
    return alias.takes_part and fits if is_reused else alias.takes_part or fits
