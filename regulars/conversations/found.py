"""Lists of conversations that a search finds. However little fits, a page of them costs a bounded time.

A conversation stands where its newest message stands that has the words, or, where nothing but facts was asked, where it was
active last. So a cursor is the moment of a message or of an activity.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from heapq import merge
from math import ceil
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone

from regulars.conversations.models import Conversation
from regulars.conversations.queries import Choice, Cursor, chosen, conversations, ready
from regulars.conversations.search.branches import Branch, Sought, sought
from regulars.conversations.search.hits import START, Hit, best_of, hits, microseconds, shown_before
from regulars.customers.finding import matching, people_like
from regulars.lib.conditions.values import Asked
from regulars.lib.patience import TookTooLong, patience
from regulars.team.models import Agent

PATIENCE = 0.8  # seconds that a page may look around; what it has not seen then is for the next page
FEW = 2000  # conversations that are rather looked through one by one than searched for
AT_ONCE = 250  # milliseconds for the plan that is usually best
SLICE = 5000  # conversations looked through at once, from the newest; doubling
LONGEST_NAME = 4  # words
NAMING = ("", "from", "to")  # what a name may stand behind
MOST_AT_ONCE = 3200  # conversations looked up because their words fit
RANKED = 1000  # newest messages that the best are chosen from


class Found(NamedTuple):
    """A page of what was found."""

    rows: list[Conversation]  # each with its `hit`, where a message has the words
    behind: Cursor | None  # where the next page begins; None at the end


class _Cut(Exception):
    """Patience ended, having looked through everything down to here."""

    def __init__(self, at: Cursor) -> None:
        self.at = at


def look_for(text: str, *, agent: Agent) -> Sought:
    """What an agent has typed, understood."""
    return sought(text, Asked(timezone.now(), timezone.get_current_timezone(), agent))


def found_by(
    text: str | Sought,
    choice: Choice,
    *,
    agent: Agent,
    after: Cursor | None = None,
    limit: int = 50,
    only: tuple[str, ...] = (),
    is_best: bool = False,
) -> Found:
    """The chosen conversations that fit, the newest first; or, of the newest RANKED messages, those that fit best.

    One quoted by its number comes first. A name that nobody has brings whoever is nearly called so.
    """
    looking = _Looking(look_for(text, agent=agent) if isinstance(text, str) else text, choice, agent, limit, only)
    if is_best and not after:
        return Found(looking.best(), None)
    found = looking.page(after)
    return found if found.rows or found.behind or after else Found(looking.of_people(), None)


class _Looking:
    def __init__(self, what: Sought, choice: Choice, agent: Agent, limit: int, only: tuple[str, ...]) -> None:
        choice = replace(choice, with_asides=True)  # where somebody else is asked, words are found as anywhere
        self.what, self.choice, self.agent, self.limit, self.only = what, choice, agent, limit, only
        self.until = time.monotonic() + PATIENCE

    def page(self, after: Cursor | None) -> Found:
        rows: dict[int, Conversation] = {}
        number = self.what.number
        if number and not after:
            rows = {each.pk: each for each in self.chosen([number])}
        seen = {number} if number and after else set(rows)
        is_one = len(self.what.branches) == 1
        start = Cursor(*after[:2]) if after and is_one else Cursor(*START)
        try:
            for hit, conversation in merge(
                *(self.fitting(each, start) for each in self.what.branches), key=lambda one: one[0][:2], reverse=True
            ):
                if conversation.id in seen:
                    continue
                seen.add(conversation.id)
                if after and not is_one and (hit.moment, hit.message_id) >= after[:2]:
                    continue
                conversation.hit = hit if hit.conversation_id else None  # type: ignore[attr-defined]
                rows[conversation.id] = conversation
                if len(rows) == self.limit:
                    return Found(list(rows.values()), Cursor(hit.moment, hit.message_id))
        except _Cut as cut:
            return Found(list(rows.values()), cut.at if is_one else None)
        return Found(list(rows.values()), None)

    def best(self) -> list[Conversation]:
        """Those whose newest messages fit best."""
        rows: dict[int, Conversation] = {}
        for branch in self.what.branches:
            ranked = best_of(branch.words, self.newest(branch)) if branch.words else []
            for chunk in _chunks(iter([ranked]), lambda: self.limit):
                fresh = list({hit.conversation_id for hit in chunk} - rows.keys())
                several = {each.pk: each for each in self.chosen(fresh, branch)}
                for hit in chunk:
                    if hit.conversation_id in several and hit.conversation_id not in rows:
                        rows[hit.conversation_id] = several[hit.conversation_id]
                        rows[hit.conversation_id].hit = hit  # type: ignore[attr-defined]
                if len(rows) >= self.limit:
                    break
        return list(rows.values())[: self.limit]

    def newest(self, branch: Branch) -> list[Hit]:
        found: list[Hit] = []
        for batch in self.said(branch, Cursor(*START)):
            found += batch
            if len(found) >= RANKED:
                break
        return found[:RANKED]

    def of_people(self) -> list[Conversation]:
        """When nothing has these words: what was written with those who are called so, or nearly so."""
        words = " ".join(term.value for term in self.what.terms)
        is_name = len(self.what.terms) <= LONGEST_NAME and all(term.key in NAMING for term in self.what.terms)
        if not words or not is_name or any(branch.where or branch.times for branch in self.what.branches):
            return []
        if any(term.key for term in self.what.terms) and matching(words).exists():
            return []  # spelled rightly, and they have not written
        people = [person.pk for person in people_like(words)]
        found = ready(self.choice, self.agent, self.only).filter(customer__in=people) if people else []
        return list(found.order_by("-last_activity_at", "-pk")[: self.limit]) if people else []

    def fitting(self, branch: Branch, after: Cursor) -> Iterator[tuple[Hit, Conversation]]:
        """What fits an alternative, newest first; each conversation once."""
        return self.with_words(branch, after) if branch.words else self.without_words(branch, after)

    def with_words(self, branch: Branch, after: Cursor) -> Iterator[tuple[Hit, Conversation]]:
        seen: set[int] = set()
        tally = _Tally(self.limit)
        for chunk in _chunks(self.said(branch, after), tally.needed):
            fresh = list({hit.conversation_id for hit in chunk} - seen)
            seen.update(shown_before(branch.words, fresh, after=after) if after[:2] != START else ())
            rows = {each.id: each for each in self.chosen([number for number in fresh if number not in seen], branch)}
            tally.add(looked_at=len(fresh), fitting=len(rows))
            for hit in chunk:
                if hit.conversation_id not in seen and hit.conversation_id in rows:
                    yield hit, rows[hit.conversation_id]
                seen.add(hit.conversation_id)
            if time.monotonic() > self.until:
                raise _Cut(Cursor(chunk[-1].moment, chunk[-1].message_id))

    def said(self, branch: Branch, after: Cursor) -> Iterator[list[Hit]]:
        assert branch.words is not None
        before = min(after[:2], (branch.until, 0)) if branch.until else after[:2]
        is_narrow = bool(branch.conditions) or self.agent.works_in is not None or not self.choice.is_everything
        return hits(
            branch.words, after=before, since=branch.since, narrow=(lambda: self.few(branch)) if is_narrow else None
        )

    def without_words(self, branch: Branch, after: Cursor) -> Iterator[tuple[Hit, Conversation]]:
        """By whatever index serves; else, when so few fit that it is faster, all of them; else from the newest down, in slices."""
        while (rows := self.at_once(branch, after)) is not None:
            yield from ((_at(row), row) for row in rows)
            if len(rows) <= self.limit:
                return
            after = _place(rows[-1])
        for first, last in self.slices(after):
            rows = self.true_of(branch, _behind(first), ~_behind(last) if last else Q())
            while rows:
                yield from ((_at(row), row) for row in rows)
                rows = self.true_of(branch, _behind(_place(rows[-1])), ~_behind(last) if last else Q())
            if last and time.monotonic() > self.until:
                raise _Cut(last)

    def at_once(self, branch: Branch, after: Cursor) -> list[Conversation] | None:
        rows = _within(AT_ONCE, lambda: self.true_of(branch, _behind(after)))
        if rows is None and (few := self.few(branch)) is not None:
            rows = self.true_of(branch, _behind(after), Q(pk__in=few))
        return rows

    def true_of(self, branch: Branch, *where: Q) -> list[Conversation]:
        """A few more than a page of those that the facts are true of, newest first."""
        found = ready(self.choice, self.agent, self.only).filter(*branch.conditions, *where)
        return list(found.order_by("-last_activity_at", "-pk")[: self.limit + 1])

    def slices(self, after: Cursor) -> Iterator[tuple[Cursor, Cursor | None]]:
        size, edge = SLICE, after
        order = Conversation.objects.order_by("-last_activity_at", "-pk").values_list("last_activity_at", "pk")
        while edge:
            last = order.filter(_behind(edge))[size : size + 1].first()
            yield edge, Cursor(*last) if last else None
            size, edge = size * 2, Cursor(*last) if last else None

    def few(self, branch: Branch) -> list[int] | None:
        """The conversations that the facts are true of, if they are few and an index knows them."""
        every = (
            conversations(self.choice, agent=self.agent)
            .filter(*branch.conditions)
            .order_by()
            .values_list("pk", flat=True)
        )
        numbers = _within(AT_ONCE, lambda: list(every[: FEW + 1]))
        return numbers if numbers is not None and len(numbers) <= FEW else None

    def chosen(self, numbers: list[int], branch: Branch | None = None) -> list[Conversation]:
        if not numbers:
            return []
        if branch is None or not branch.conditions:
            return chosen(numbers, self.choice, agent=self.agent, only=self.only)
        return list(ready(self.choice, self.agent, self.only).filter(*branch.conditions, pk__in=numbers))


def _at(row: Conversation) -> Hit:
    """Where a conversation stands that no words led to."""
    return Hit(microseconds(row.last_activity_at), row.pk, 0)


def _place(row: Conversation) -> Cursor:
    return Cursor(row.last_activity_at, row.pk)


def _behind(edge: Cursor) -> Q:
    return Q(last_activity_at__lte=edge.at) & (Q(last_activity_at__lt=edge.at) | Q(pk__lt=edge.id))


def _chunks(batches: Iterator[list[Hit]], size: Callable[[], int]) -> Iterator[list[Hit]]:
    """The hits of so many conversations at once."""
    for batch in batches:
        start, several, wanted = 0, set(), size()
        for end, hit in enumerate(batch, 1):
            several.add(hit.conversation_id)
            if len(several) == wanted:
                yield batch[start:end]
                start, several, wanted = end, set(), size()
        if several:
            yield batch[start:]


class _Tally:
    """How many conversations were looked at, and how many of them fit."""

    def __init__(self, page: int) -> None:
        self.page, self.looked_at, self.fitting = page, 0, 0

    def add(self, *, looked_at: int, fitting: int) -> None:
        self.looked_at += looked_at
        self.fitting += fitting

    def needed(self) -> int:
        """How many to look at next, so that a page is full if as large a part of them fits as did so far."""
        share = max(self.fitting, 1) / self.looked_at if self.looked_at else 1
        return min(ceil(max(self.page - self.fitting, self.page // 10) / share * 1.1), MOST_AT_ONCE)


def _within(milliseconds: int, ask: Any) -> Any:
    """The answer, or None when the database has not found it by then."""
    try:
        with patience(milliseconds):
            return ask()
    except TookTooLong:
        return None
