"""Whom or what a value names, with the one that was nearest when it names nobody."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches

from django.utils.translation import gettext as _

from regulars.conversations.search.lexemes import words_of
from regulars.customers.finding import companies_like, people_like
from regulars.team.models import Agent

Rows = Callable[[Agent], list[tuple[int, str]]]


def fold(text: str) -> str:
    """A name as it is compared: without case and accents."""
    return (
        "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
        .casefold()
        .strip()
    )


def one_of(value: str, known: list[str], *, also: Mapping[str, str] | None = None) -> str:
    """The word that is meant. Raises ValueError in words, naming the nearest."""
    word = (also or {}).get(value.strip().lower(), value.strip().lower())
    word = word if word in known or word.rstrip("s") not in known else word.rstrip("s")
    if word not in known:
        raise ValueError(_unknown(value, known))
    return word


def named(value: str, rows: Iterable[tuple[int, str]]) -> list[int]:
    """The numbers of those that are called so; of those whose name begins so, or has it inside, when nobody is."""
    known, wanted = [(pk, fold(name)) for pk, name in rows], fold(value)
    for fits in (wanted.__eq__, lambda name: name.startswith(wanted), lambda name: wanted in name):
        if wanted and (found := [pk for pk, name in known if fits(name)]):
            return found[:100]
    raise ValueError(_unknown(value, [name for _pk, name in rows]))


def customers(value: str) -> list[int]:
    """Who has this name, address, phone or id, or nearly this name."""
    found = [person.pk for person in people_like(value)] if words_of(value) else []
    if not found:
        raise ValueError(_("We know nobody called “%s”.") % value)
    return found


def companies(value: str) -> list[int]:
    found = [company.pk for company in companies_like(value)] if words_of(value) else []
    if not found:
        raise ValueError(_("We know no company called “%s”.") % value)
    return found


def _unknown(value: str, known: list[str]) -> str:
    """A name is near when it, or one of its words, is."""
    words = {word: name for name in known for word in (fold(name), *fold(name).split())}
    near = get_close_matches(fold(value), words, n=1, cutoff=0.6)
    if near:
        return _("There is no “{value}”; did you mean “{near}”?").format(value=value, near=words[near[0]])
    if len(known) <= 12:
        return _("There is no “{value}”; there is: {known}.").format(value=value, known=", ".join(known) or "–")
    return _("There is no “%s”.") % value
