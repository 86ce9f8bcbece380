"""What somebody asks, understood: which of its words articles use, how rare those are, and what a mistyped one may have meant."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection

from regulars.knowledge.models import HelpCentre, Synonyms
from regulars.knowledge.words import Stem, folded, stems, words_in

MOST = 24  # words that are looked for: the rarest of them
LONGEST = 4000  # characters that are read of a question
MEANT = 300  # … and that its meaning is taken from: a model reads 60 words in the time of a page
AS_SYNONYM, AS_MISTYPED, AS_PART = 0.8, 0.6, 0.5  # how much another word counts
BEGUN = 8  # words that one which is only begun may become
_COMMON = """
    SELECT language, (
        SELECT max(passages) FROM knowledge_word WHERE centre_id = %(centre)s AND knowledge_word.language = asked.language
    ) FROM unnest(%(languages)s::text[]) AS asked (language)
"""
_KNOWN = """
    SELECT language, word, stem, passages FROM knowledge_word
    WHERE centre_id = %(centre)s AND language = ANY(%(languages)s) AND passages > 0
        AND (word = ANY(%(words)s) OR stem = ANY(%(stems)s))
"""
_ALIKE = """
    SELECT asked, word, stem, passages FROM unnest(%(words)s::text[]) AS asked CROSS JOIN LATERAL (
        SELECT word, stem, passages FROM knowledge_word
        WHERE centre_id = %(centre)s AND language = %(language)s AND passages > 0
            AND (word %% asked OR (length(asked) > 4 AND word LIKE '%%' || asked || '%%'))
        ORDER BY similarity(word, asked) DESC, passages DESC LIMIT 12) AS alike
"""
_BEGUN = """
    SELECT stem, sum(passages) FROM knowledge_word
    WHERE centre_id = %(centre)s AND language = %(language)s AND passages > 0 AND word LIKE %(beginning)s
    GROUP BY stem ORDER BY 2 DESC LIMIT %(most)s
"""


class Concept(NamedTuple):
    """A word of a question, and the stems that stand for it, with how much each counts."""

    word: str
    stems: dict[str, float]
    passages: int
    rarity: float  # 0 is a word that every passage has


class Question(NamedTuple):
    """A question as it is put to the articles of each language."""

    text: str
    concepts: dict[str, list[Concept]]  # the rarest first
    pairs: dict[str, list[tuple[str, str]]]  # stems of words that stand next to each other
    whole: float  # the rarity of all that was said, with the words that no article has


class _Vocabulary:
    """The words of a centre in one language, as far as a question needs them."""

    def __init__(self, centre: HelpCentre, language: str, known: dict[str, Stem]) -> None:
        self.facts = {"centre": centre.pk, "language": language}
        self.known = known
        self.by_word: dict[str, set[str]] = {}
        self.passages: dict[str, int] = {}
        self.all = 1

    def add(self, word: str, stem: str, passages: int) -> None:
        self.by_word.setdefault(word, set()).add(stem)
        self.passages[stem] = self.passages.get(stem, 0) + passages

    def stems_of(self, words: Iterable[str]) -> list[str]:
        return [self.known[word].stem for word in words]

    def rows(self, sql: str, **facts: object) -> list[tuple]:
        return _rows(sql, **self.facts | facts)

    def __getitem__(self, word: str) -> set[str]:
        """The stems that a word is known by: also when its accents were left out."""
        stem = self.known[word].stem
        return self.by_word.get(folded(word), set()) | ({stem} if stem in self.passages else set())

    def alike(self, words: Sequence[str]) -> dict[str, dict[str, float]]:
        """For words that nobody uses here: those that they may be mistyped from, or stand in."""
        found: dict[str, dict[str, float]] = {word: {} for word in words}
        plain = {folded(word): word for word in words if len(word) > 3 and not word.isdigit()}
        for asked, word, stem, passages in self.rows(_ALIKE, words=list(plain)) if plain else []:
            weight = AS_MISTYPED if is_mistyped(asked, word) else AS_PART if len(asked) > 4 and asked in word else 0
            if weight:
                found[plain[asked]][stem] = max(weight, found[plain[asked]].get(stem, 0))
                self.passages[stem] = max(passages, self.passages.get(stem, 0))
        return found

    def begun(self, word: str) -> dict[str, float]:
        pattern = folded(word).replace("\\", "").replace("%", "").replace("_", "") + "%"
        rows = self.rows(_BEGUN, beginning=pattern, most=BEGUN)
        self.passages |= {stem: max(int(passages), self.passages.get(stem, 0)) for stem, passages in rows}
        return {stem: 0.9 for stem, _passages in rows}

    def concept(self, word: str, weighted: dict[str, float]) -> Concept:
        passages = min(self.all, sum(self.passages.get(stem, 0) for stem in weighted))
        rarity = math.log(1 + (self.all - passages + 0.5) / (passages + 0.5))
        return Concept(word, weighted, passages, rarity)


def _rows(sql: str, **facts: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)
        return cursor.fetchall()


def _vocabularies(centre: HelpCentre, by_language: dict[str, dict[str, Stem]]) -> dict[str, _Vocabulary]:
    """Of all languages, asked at once."""
    found = {language: _Vocabulary(centre, language, known) for language, known in by_language.items()}
    words = {folded(word) for known in by_language.values() for word in known}
    stems_in = {language: {each.stem for each in known.values()} for language, known in by_language.items()}
    facts = {"centre": centre.pk, "languages": list(found)}
    for language, word, stem, passages in _rows(
        _KNOWN, **facts, words=list(words), stems=list(set().union(*stems_in.values()))
    ):
        if word in words or stem in stems_in[language]:
            found[language].add(word, stem, passages)
    for language, passages in _rows(_COMMON, **facts):
        found[language].all = passages or 1
    return found


def understood(text: str, *, centre: HelpCentre, languages: Sequence[str], is_begun: bool = False) -> Question:
    """What is asked, for each of these languages. Never fails: of nonsense nothing is left."""
    said = words_in(text[:LONGEST])
    words = list(dict.fromkeys(said))[:200]
    by_language = stems(words, languages)
    synonyms = _synonyms(centre)
    concepts, pairs, unknown, passages = {}, {}, [], 1
    vocabularies = _vocabularies(centre, by_language)
    somewhere = {word for word in words if any(vocabulary[word] for vocabulary in vocabularies.values())}
    for language, vocabulary in vocabularies.items():
        known = vocabulary.known
        telling = [word for word in words if not known[word].is_stop and (len(word) > 1 or len(words) == 1)] or words
        concepts[language] = _concepts(
            telling,
            vocabulary,
            synonyms.get(language, []),
            begun=said[-1] if is_begun and said else "",
            sure=somewhere if language != languages[0] else set(),
        )
        pairs[language] = _pairs(said, vocabulary)
        passages = max(passages, vocabulary.all)
        unknown.append(len({word for word in telling if not word.isdigit()}) - len(concepts[language]))
    rarities = [sum(concept.rarity for concept in several) for several in concepts.values()]
    missing = max(0, min(unknown, default=0)) * 0.9 * math.log(1 + passages)  # nearly as rare as what one passage has
    return Question(meant(text), concepts, pairs, max(rarities, default=0) + missing)


def _concepts(
    words: Sequence[str], vocabulary: _Vocabulary, synonyms: list[list[list[str]]], *, begun: str, sure: set[str]
) -> list[Concept]:
    """`sure`: words that are right in another language, and so no slips in this one."""
    beginning = vocabulary.begun(begun) if begun in words else {}
    strange = [
        word for word in words if not vocabulary[word] and word not in sure and not (word == begun and beginning)
    ]
    alike = vocabulary.alike(strange)
    found = []
    for word in words:
        weighted = dict.fromkeys(vocabulary[word], 1.0) or alike.get(word, {})
        if word == begun:
            weighted = beginning | weighted
        if weighted:
            found.append(vocabulary.concept(word, weighted))
    found += _by_synonyms(words, vocabulary, synonyms)
    return sorted(found, key=lambda concept: -concept.rarity)[:MOST]


def _by_synonyms(words: Sequence[str], vocabulary: _Vocabulary, synonyms: list[list[list[str]]]) -> list[Concept]:
    said, found = {folded(word) for word in words} | set(vocabulary.stems_of(words)), []
    for group in synonyms:
        meant_ones = [term for term in group if all(folded(word) in said for word in term)]
        if not meant_ones:
            continue
        others = {word for term in group if term not in meant_ones for word in term}
        more = stems(others, [str(vocabulary.facts["language"])])[str(vocabulary.facts["language"])]
        rows = vocabulary.rows(
            _KNOWN,
            languages=[vocabulary.facts["language"]],
            words=[folded(each) for each in others],
            stems=[each.stem for each in more.values()],
        )
        vocabulary.passages |= {stem: passages for _language, _word, stem, passages in rows}
        if rows:
            stands_for = {stem: AS_SYNONYM for _language, _word, stem, _passages in rows}
            found.append(vocabulary.concept(" ".join(meant_ones[0]), stands_for))
    return found


def _synonyms(centre: HelpCentre) -> dict[str, list[list[list[str]]]]:
    """For each language the groups of terms, each as its words."""
    found: dict[str, list[list[list[str]]]] = {}
    for language, terms in Synonyms.objects.filter(centre=centre).values_list("language", "words"):
        found.setdefault(language, []).append([words for term in terms if (words := words_in(term))])
    return found


def _pairs(said: Sequence[str], vocabulary: _Vocabulary) -> list[tuple[str, str]]:
    """Neighbours that say something, by their stems: articles that have them side by side mean the same thing."""
    following = zip(said, said[1:], strict=False)
    several = [
        pair
        for pair in following
        if not all(vocabulary.known[word].is_stop for word in pair if word in vocabulary.known)
    ]
    found = [
        (first, second)
        for one, other in several
        if (first := _first(vocabulary, one)) and (second := _first(vocabulary, other))
    ]
    return list(dict.fromkeys(found))[:MOST]


def _first(vocabulary: _Vocabulary, word: str) -> str:
    return min(vocabulary[word], default="") if word in vocabulary.known else ""


def is_mistyped(word: str, other: str) -> bool:
    """Whether one is the other with a slip, or two in a long word: a letter too many, too few, wrong, or two turned round."""
    most = 1 if len(word) < 8 else 2
    return abs(len(word) - len(other)) <= most and _slips(word, other) <= most


def _slips(word: str, other: str) -> int:
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(word, start=1):
        two_before, before, row = before, row, [at]
        for place, another in enumerate(other, start=1):
            least = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != another))
            if at > 1 and place > 1 and letter == other[place - 2] and word[at - 2] == another:
                least = min(least, two_before[place - 2] + 1)
            row.append(least)
    return row[-1]


def meant(text: str) -> str:
    """The part of a long message that its meaning is taken from: its questions, and then what stands before them."""
    text = " ".join(text[:LONGEST].split())
    if len(text) <= MEANT:
        return text
    sentences = [
        part.strip() for part in text.replace("?", "?\n").replace("! ", "!\n").replace(". ", ".\n").split("\n")
    ]
    in_turn = sorted((each for each in sentences if each), key=lambda each: not each.endswith("?"))
    kept: list[str] = []
    for sentence in in_turn:
        if not kept or sum(map(len, kept)) + len(sentence) < MEANT:
            kept.append(sentence[:MEANT])
    return " ".join(each for each in sentences if each[:MEANT] in kept)
