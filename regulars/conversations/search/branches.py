"""What was asked, as alternatives that can each be looked up: words for the index, and facts for the conversations.

`kettle (tag:vip OR grinder)` is “kettle” with the tag, or “kettle” and “grinder”. Alternatives of words alone stay one question
for the index, those of facts alone one condition; so nearly everything is a single branch.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from functools import reduce
from itertools import islice, product
from operator import and_, or_
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.models import SearchEntry
from regulars.conversations.search.lexemes import Words, words
from regulars.conversations.search.operators import OPERATORS, Fact, Piece, Time
from regulars.conversations.search.own_fields import operator_of
from regulars.conversations.search.reading import Group, Part, Term, read
from regulars.lib.conditions.asking import condition
from regulars.lib.conditions.reading import read as read_tree
from regulars.lib.conditions.values import Asked

MOST = 16  # alternatives


@dataclass(frozen=True)
class Branch:
    """One alternative: messages with all of these words, in conversations that all of this is true of."""

    texts: tuple[Words, ...] = ()
    where: tuple[Any, ...] = ()  # conditions on the conversation
    times: tuple[Time, ...] = ()

    def __and__(self, other: Branch) -> Branch:
        return Branch(self.texts + other.texts, self.where + other.where, self.times + other.times)

    @property
    def words(self) -> Words | None:
        return reduce(and_, self.texts) if self.texts else None

    @property
    def since(self) -> datetime | None:
        return max((time.since for time in self.times if time.since), default=None)

    @property
    def until(self) -> datetime | None:
        return min((time.until for time in self.times if time.until), default=None)

    @property
    def conditions(self) -> tuple[Any, ...]:
        """What must be true of the conversation; with its time, where there are no messages to measure by it."""
        return self.where if self.texts else (*self.where, *(_last(time) for time in self.times))


@dataclass
class Sought:
    """A search, understood as far as it can be. `problems` say in sentences what could not."""

    branches: list[Branch] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)  # in the order they were typed, for marking

    @property
    def number(self) -> int | None:
        """The conversation that is meant when nothing but a number was typed."""
        only = self.terms[0] if len(self.terms) == 1 else None
        digits = only.value if only and only.key in ("", "number") else ""
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None


def sought(text: str, asked: Asked) -> Sought:
    """What somebody looks for. Never fails: what makes no sense is left out, and named in `problems`."""
    found = Sought()
    whole = read(text)
    if len(whole.parts) == 1 and isinstance(only := whole.parts[0], Term) and only.key in ("#", "number"):
        whole = Group("all", (Term("", only.value),))  # that conversation comes first: see `Sought.number`
    branches = _Compiler(asked, found)(whole, is_not=False)
    if branches is not None and len(branches) > MOST:
        found.problems.append(_("These are too many alternatives; only the first %d are looked for.") % MOST)
    found.branches = (branches or [])[:MOST]
    return found


class _Compiler:
    def __init__(self, asked: Asked, found: Sought) -> None:
        self.asked, self.found = asked, found

    def __call__(self, part: Part, *, is_not: bool) -> list[Branch] | None:
        """The alternatives of a part; None when it says nothing."""
        if isinstance(part, Term) and part.key == "#":
            part = Group("any", (Term("number", part.value), Term("", part.value)))
        if isinstance(part, Term):
            return self.term(part, is_not)
        several = [
            found for each in part.parts if (found := self(each, is_not=is_not ^ (part.how == "not"))) is not None
        ]
        if not several:
            return None
        if (part.how == "any") ^ is_not:
            return _either(several)
        return [reduce(and_, chosen) for chosen in islice(product(*several), MOST + 1)]

    def term(self, term: Term, is_not: bool) -> list[Branch] | None:
        piece = self.piece(term)
        if piece is None:
            return None
        if not is_not:
            self.found.terms.append(term)
        if isinstance(piece, Words):
            # What is not said is not said in the whole conversation.
            return [Branch(where=(_unsaid(piece),))] if is_not else [Branch(texts=(piece,))]
        if isinstance(piece, Time):
            return [Branch(where=(~_last(piece),))] if is_not else [Branch(times=(piece,))]
        return [Branch(where=(_condition(piece, self.asked, is_not=is_not),))]

    def piece(self, term: Term) -> Piece | None:
        if not term.key:
            return words(term.value, is_phrase=term.is_phrase, is_begun=term.is_begun)
        operator = operator_of(term.key)
        if operator is None:
            return self.unknown(term)
        if not term.value.strip():
            self.found.problems.append(_("“%s:” wants a value right behind it, without a space.") % term.key)
            return None
        try:
            return operator.read(term.value.strip(), self.asked)
        except ValueError as error:
            self.found.problems.append(f"{term.key}: {error}")
            return None

    def unknown(self, term: Term) -> Words | None:
        near = get_close_matches(term.key, OPERATORS, n=1, cutoff=0.6)
        if near:
            said = _("There is no “{key}:”; did you mean “{near}:”?").format(key=term.key, near=near[0])
            self.found.problems.append(said)
            return None
        return words(f"{term.key} {term.value}")  # a colon that somebody wrote


def _either(several: list[list[Branch]]) -> list[Branch]:
    """Alternatives, those of words alone and those of facts alone brought together."""
    all_of_them = [branch for branches in several for branch in branches]
    of_words = [each for each in all_of_them if each.texts and not each.where and not each.times]
    of_facts = [each for each in all_of_them if not each.texts]
    others = [each for each in all_of_them if each not in of_words and each not in of_facts]
    said = [Branch(texts=(reduce(or_, (each.words for each in of_words)),))] if of_words else []
    true = [Branch(where=(reduce(or_, (Q(*each.conditions) for each in of_facts)),))] if of_facts else []
    return [*said, *true, *others]


def _condition(fact: Fact, asked: Asked, *, is_not: bool) -> Any:
    if fact.tree is None:
        return ~fact.where if is_not else fact.where
    return Q(condition(read_tree(fact.tree, CONVERSATION_FIELDS), asked, is_not=is_not))


def _last(time: Time) -> Q:
    since = Q(last_activity_at__gte=time.since) if time.since else Q()
    return since & Q(last_activity_at__lt=time.until) if time.until else since


def _unsaid(said: Words) -> Q:
    """No message of the conversation has these words."""
    entries = SearchEntry.objects.filter(conversation=OuterRef("pk"))
    return ~Q(Exists(entries.extra(where=[f"words @@ {said.sql}"])))
