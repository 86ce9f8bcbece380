"""Articles as search reads them: a passage for what stands below each heading, and the words that they use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import connection

from regulars.knowledge.models import Passage, Translation
from regulars.knowledge.safe import plain
from regulars.knowledge.words import Stem, folded, stems, words_in
from regulars.lib.texts import one_line

# What parts a text: a heading, or what many write in place of one: a paragraph in bold letters, a bold question before its answer,
# what folds open, a term before its meaning.
_DRESS = r"(?:</?(?:span|u|em|i)\b[^>]*>)*"
HEADING = re.compile(
    r"<h[2-4] id=\"(?P<anchor>[^\"]*)\">(?P<heading>.*?)</h[2-4]>"
    rf"|(?<!<li>)<p>\s*{_DRESS}<(?P<bold>strong|b)>{_DRESS}(?P<line>[^<]{{2,200}}){_DRESS}</(?P=bold)>{_DRESS}\s*:?\s*(?:<br ?/?>\s*)?</p>"
    rf"|(?<!<li>)<p>\s*{_DRESS}<(?P<strong>strong|b)>{_DRESS}(?P<question>[^<]{{2,200}}[?？؟]\s*){_DRESS}</(?P=strong)>"
    r"|<(?P<tag>summary|dt)>(?P<term>.{0,500}?)</(?P=tag)>",
    re.S,
)
LONGEST = 900  # characters of a passage: what can be quoted, and means one thing
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
_COUNT = """
    INSERT INTO knowledge_word (centre_id, language, word, stem, passages)
    SELECT %s, %s, word, stem, passages FROM unnest(%s::text[], %s::text[], %s::int[]) AS t (word, stem, passages) ORDER BY word, stem
    ON CONFLICT (centre_id, language, word, stem) DO UPDATE SET passages = knowledge_word.passages + excluded.passages
"""
_UNCOUNT = """
    UPDATE knowledge_word SET passages = greatest(0, knowledge_word.passages - t.passages)
    FROM unnest(%s::text[], %s::text[], %s::int[]) AS t (word, stem, passages)
    WHERE centre_id = %s AND language = %s AND knowledge_word.word = t.word AND knowledge_word.stem = t.stem
"""
Known = dict[str, Stem]


def write_passages(translation: Translation) -> None:
    """Let search read what readers see of this translation: nothing of it while it is not published."""
    old = list(Passage.objects.filter(translation=translation))
    new = list(passages_of(translation)) if translation.is_published else []
    labels = words_in(" ".join(translation.article.labels))
    title = words_in(translation.title)
    texts = [(words_in(each.heading), words_in(each.text)) for each in new]
    before = [set(words_in(f"{each.heading} {each.text}")) for each in old]
    every = {
        *title,
        *labels,
        *(word for pair in texts for words in pair for word in words),
        *(w for s in before for w in s),
    }
    known = stems(every, [translation.language])[translation.language]
    for passage, (heading, text) in zip(new, texts, strict=True):
        passage.search = _vector([(title, "A"), (heading, "B"), (labels, "C"), (text, "D")], known)
    Passage.objects.filter(translation=translation).delete()
    Passage.objects.bulk_create(new)
    tell_the_worker()
    _count(translation, [{*title, *labels, *heading, *text} for heading, text in texts], before, known)


def tell_the_worker() -> None:
    """That there are passages whose meaning nobody has made yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('meanings', '')")


def _count(translation: Translation, now: list[set[str]], before: list[set[str]], known: Known) -> None:
    """How many passages have each word. What stood in a title before is counted on: rarity is all that follows from it."""
    centre, language = translation.centre_id, translation.language
    with connection.cursor() as cursor:
        if before:
            cursor.execute(_UNCOUNT, [*_columns(before, known), centre, language])
        if now:
            cursor.execute(_COUNT, [centre, language, *_columns(now, known)])


def _columns(several: Iterable[set[str]], known: Known) -> list[list[object]]:
    found = Counter((folded(word), known[word].stem) for words in several for word in words)
    return [[word for word, _ in found], [stem for _, stem in found], list(found.values())]


def _vector(parts: list[tuple[list[str], str]], known: Known) -> str:
    """A tsvector. A gap between the parts, so that the end of one and the beginning of the next are no phrase."""
    places: dict[str, list[str]] = {}
    at = 0
    for words, weight in parts:
        at += 5
        for word in words:
            at = min(at + 1, 16_000)
            places.setdefault(known[word].stem, []).append(f"{at}{weight}")
    return " ".join(f"{quoted(stem)}:{','.join(found[:200])}" for stem, found in places.items())


def quoted(stem: str) -> str:
    """As it stands in a tsvector or tsquery."""
    return "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'"


def passages_of(translation: Translation) -> Iterator[Passage]:
    """What its HTML says, in pieces, not kept yet."""
    pieces = [
        (anchor, heading, piece) for anchor, heading, text in _parts(translation.html) for piece in pieces_of(text)
    ]
    for position, (anchor, heading, text) in enumerate(pieces or [("", "", "")]):
        yield Passage(
            translation=translation, article_id=translation.article_id, centre_id=translation.centre_id,
            language=translation.language, position=position, anchor=anchor, heading=heading, text=text,
        )  # fmt: skip


def _parts(html: str) -> Iterator[tuple[str, str, str]]:
    """Anchor, heading, and what stands below it. What parts a text without being a heading is found at the heading before."""
    anchor, heading, at, has_anchor = "", "", 0, False
    for found in (*HEADING.finditer(html), None):
        text = plain(html[at : found.start() if found else None])
        if text or has_anchor:
            yield anchor, heading, text
        elif heading:
            yield anchor, "", heading
        if found is None:
            return
        has_anchor = found["heading"] is not None
        anchor = found["anchor"] if has_anchor else anchor
        words = found["heading"] or found["line"] or found["question"] or found["term"] or ""
        heading, at = one_line(plain(words), limit=300), found.end()


def pieces_of(text: str) -> list[str]:
    """A text in pieces of at most LONGEST characters, cut between paragraphs or, where it must be, sentences."""
    pieces = [""]
    for part in _small(text):
        if pieces[-1] and len(pieces[-1]) + len(part) > LONGEST:
            pieces.append("")
        pieces[-1] += part
    return [piece.strip() for piece in pieces]


def _small(text: str) -> Iterator[str]:
    for paragraph in re.split(r"(?<=\n)", text):
        if len(paragraph) <= LONGEST:
            yield paragraph
            continue
        for sentence in _SENTENCE.split(paragraph):
            yield from (sentence[at : at + LONGEST] + " " for at in range(0, len(sentence), LONGEST))
        yield "\n"
