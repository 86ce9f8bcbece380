"""Which of many questions ask the same: those that mean nearly the same, or say much the same words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from regulars.knowledge.embedding import Vector, embedder
from regulars.knowledge.question import meant
from regulars.knowledge.words import stems, words_in

# Of 31,000 pairs of unlike questions of bench/knowledge one in 30,000 is as near as that.
SAME = 0.92
WORDS = 0.2  # how much nearer two are that say the same words


def groups(questions: Sequence[tuple[str, str]], *, fewest: int) -> list[list[int]]:
    """The places of those that belong together, of (words, language) each: the most first, and in each group the most typical first.

    Whoever is like the middle of a group is in it: no chain of likenesses leads from one matter to another. Needs a model
    that tells what texts mean: raises Unavailable when it fails, and finds nothing without one.
    """
    made_by = embedder()
    if made_by is None or not questions:
        return []
    vectors = made_by.questions([meant(words) for words, _language in questions])
    weights = _weights(questions)
    near = [
        {other for other in range(len(questions)) if _likeness(vectors, weights, one, other) >= SAME}
        for one in range(len(questions))
    ]
    found, free = list[list[int]](), set(range(len(questions)))
    while free:
        middle = max(free, key=lambda one: (len(near[one] & free), -one))
        group = near[middle] & free | {middle}
        free -= group
        if len(group) >= fewest:
            found.append(sorted(group, key=lambda one: (-_likeness(vectors, weights, middle, one), one)))
    return found


def _likeness(vectors: Sequence[Vector], weights: Sequence[dict[str, float]], one: int, other: int) -> float:
    meaning = sum(a * b for a, b in zip(vectors[one], vectors[other], strict=True))
    return meaning + WORDS * _overlap(weights[one], weights[other])


def _weights(questions: Sequence[tuple[str, str]]) -> list[dict[str, float]]:
    """The words of each by their rarity among all, as a direction of length one."""
    said = [_stems(words, language) for words, language in questions]
    many = Counter(stem for each in said for stem in each)
    rarities = [{stem: math.log(1 + len(said) / many[stem]) for stem in each} for each in said]
    lengths = [math.sqrt(sum(rarity**2 for rarity in each.values())) or 1.0 for each in rarities]
    return [
        {stem: rarity / length for stem, rarity in each.items()} for each, length in zip(rarities, lengths, strict=True)
    ]


def _stems(words: str, language: str) -> set[str]:
    said = words_in(words[:2000])
    known = stems(set(said), [language])[language]
    return {known[word].stem for word in said if not known[word].is_stop}


def _overlap(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(one[stem] * other[stem] for stem in one.keys() & other.keys())
