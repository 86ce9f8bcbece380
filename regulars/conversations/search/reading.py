"""What somebody typed, understood: words, “phrases”, operators with their values, -not, OR, and brackets.

    refund (kettle OR grinder) from:ada -tag:vip "order 8841"

Parts stand side by side when all of them must hold; OR binds closer. Any text is understood as something.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from regulars.lib.texts import storable

LONGEST = 500  # characters
MOST = 40  # words and operators; what comes behind is left out
DEEPEST = 6  # brackets within brackets

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<quote>"(?P<quoted>[^"]*)("|$))
      | (?P<open>\() | (?P<close>\))
      | (?P<or>(OR|\|\|?)(?=[\s(]|$)) | (?P<and>(AND|&&?)(?=[\s(]|$)) | (?P<not>NOT(?=[\s(]|$)|[-−!](?=[^\s\-−]))
      | (?P<number>\#(?P<digits>[0-9]{1,18})(?![^\s)]))
      | (?P<key>(?i:field)(?:\.[A-Za-z0-9_]{1,48}){1,2}|[A-Za-z]{2,12}):(?!//)("(?P<said>[^"]*)("|$)|(?P<value>[^\s"()]*))
      | (?P<word>[^\s"()]+|[()])""",
    re.VERBOSE,
)
_QUOTES = str.maketrans("“”„«»＂", '""""""')


@dataclass(frozen=True)
class Term:
    """One word or phrase (`key` is empty), an operator with its value, or (“#”) a number: of a conversation, or one that was said."""

    key: str
    value: str
    is_phrase: bool = False
    is_begun: bool = False  # the last word: perhaps there is more to come


@dataclass(frozen=True)
class Group:
    how: Literal["all", "any", "not"]
    parts: tuple[Part, ...]


Part = Term | Group


def read(text: str) -> Group:
    """The parts of what was typed."""
    return _Reader(storable(text[:LONGEST]).translate(_QUOTES)).all(depth=0)


class _Reader:
    def __init__(self, text: str) -> None:
        self.end = len(text.rstrip())
        self.tokens = [found for found in _TOKEN.finditer(text) if found.lastgroup != "space"][: MOST * 2]
        self.at = 0

    def all(self, *, depth: int) -> Group:
        parts: list[Part] = []
        while self.at < len(self.tokens):
            if self.next("close"):
                if depth:
                    break
                continue
            if not self.next("and", "or"):  # one that joins nothing
                parts += self.alternatives(depth)
        return Group("all", tuple(parts[:MOST]))

    def alternatives(self, depth: int) -> list[Part]:
        found = self.one(depth)
        while self.next("or"):
            found += self.one(depth)
        return [Group("any", tuple(found))] if len(found) > 1 else found

    def one(self, depth: int) -> list[Part]:
        is_not = False
        while self.next("not"):
            is_not = not is_not
        if self.at == len(self.tokens) or self.peek() in ("close", "and", "or"):
            return []
        part = self.inside(depth) if self.next("open") else self.term()
        return [Group("not", (part,))] if is_not else [part]

    def inside(self, depth: int) -> Part:
        return self.all(depth=depth + 1) if depth < DEEPEST else self.all(depth=0)

    def term(self) -> Term:
        found = self.tokens[self.at]
        self.at += 1
        if found["number"]:
            return Term("#", found["digits"])
        if found["key"] and (found["said"] is not None or found["value"] is not None):
            return Term(found["key"].lower(), found["value"] if found["said"] is None else found["said"])
        if found["quote"]:
            return Term("", found["quoted"], is_phrase=True)
        return Term("", found[0], is_begun=found.end() == self.end)

    def peek(self) -> str:
        found = self.tokens[self.at]
        return next((name for name in ("open", "close", "or", "and", "not") if found[name]), "")

    def next(self, *kinds: str) -> bool:
        """Go past a token of these kinds, if it is one."""
        is_one = self.at < len(self.tokens) and self.peek() in kinds
        self.at += is_one
        return is_one
