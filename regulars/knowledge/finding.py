"""Search over what we know: by words, and by what is meant, in every language of a help centre at once.

By words: passages that have the rarest of them, weighed by how rare each is and where it stands (`by_words.py`). By meaning:
passages that point where the question does (`by_meaning.py`). `find` brings both together, article by article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import mean, pstdev

from django.utils.safestring import SafeString

from regulars.knowledge.by_meaning import Near, near
from regulars.knowledge.by_words import Scored, scored
from regulars.knowledge.evidence import Evidence, confidence
from regulars.knowledge.excerpts import Marker
from regulars.knowledge.models import Article, HelpCentre, Passage, Translation
from regulars.knowledge.models.article import Reader
from regulars.knowledge.question import Question, understood

MOST_WORDS = 0.4  # of a question, by their rarity
WORDS = 0.2  # how much a passage that has all the words counts beside cosines. Measured: docs/decisions/0008


@dataclass
class Hit:
    """An article that was found, in the language that suits the reader best, with the passage that says it."""

    translation: Translation
    passage: Passage
    evidence: Evidence
    marked_title: SafeString
    excerpt: SafeString
    question: Question = field(repr=False)

    @property
    def article_id(self) -> int:
        return self.translation.article_id

    @property
    def score(self) -> float:
        return self.evidence.score


def find(
    words: str,
    *,
    centre: HelpCentre,
    language: str,
    reader: Reader,
    limit: int = 10,
    prefix: bool = False,
    by_meaning: bool = True,
    least: float = 0.0,
) -> list[Hit]:
    """The articles that answer best, the best first. `prefix`: the last word is still being typed. `least`: how likely each of
    them must be to answer (0 to 1), unless it has most of the words: by meaning something is always near. Where words alone
    decide nothing is left out.

    Nothing but what this reader may read is looked at. Without a model, or when it fails, words alone decide.
    """
    languages = list(dict.fromkeys([language, *centre.languages]))
    question = understood(words, centre=centre, languages=languages, is_begun=prefix)
    visible = Article.objects.visible_to(reader).filter(centre=centre)
    said = scored(question, centre=centre, visible=visible)
    meant = near(question, centre=centre, visible=visible, among=[each.passage for each in said]) if by_meaning else []
    found = sorted(_joined(said, meant).items(), key=lambda item: (-item[1].score, item[0]))
    if least and meant:
        found = [each for each in found if each[1].share >= MOST_WORDS or confidence(each[1]) >= least]
    return _told(found[:limit], question, centre, language)


def _joined(said: Sequence[Scored], meant: Sequence[Near]) -> dict[int, Evidence]:
    found: dict[int, Evidence] = {}
    for each in said:
        evidence = found.setdefault(each.article, Evidence(by_words=each.passage))
        if each.density >= evidence.density:
            evidence.density, evidence.by_words = each.density, each.passage
        evidence.share = max(evidence.share, each.share)
    for one in meant:
        evidence = found.setdefault(one.article, Evidence())
        if not evidence.by_meaning or one.likeness > evidence.likeness:
            evidence.likeness, evidence.by_meaning = one.likeness, one.passage
    _weighed(list(found.values()))
    return found


def _weighed(found: list[Evidence]) -> None:
    """Words count beside meaning as much as the article has of them. What is too far away is as far as the farthest."""
    near = sorted((each.likeness for each in found if each.by_meaning), reverse=True)
    farthest = near[-1] if near else 0.0
    usual, spread = (mean(near), pstdev(near) or 1.0) if near else (0.0, 1.0)
    for each in found:
        each.score = max(each.likeness, farthest) + (WORDS if near else 1) * each.density * (0.5 + 0.5 * each.share)
        each.height = (each.likeness - usual) / spread if each.by_meaning else 0.0
    in_turn = sorted(found, key=lambda each: -each.score)
    for each, following in zip(in_turn, in_turn[1:], strict=False):
        each.lead = (each.score - following.score) / spread


def _told(found: list[tuple[int, Evidence]], question: Question, centre: HelpCentre, language: str) -> list[Hit]:
    translations = best_translations([article for article, _evidence in found], centre=centre, language=language)
    passages = _passages([evidence for _article, evidence in found], translations)
    marker = Marker(question)
    hits = []
    for article, evidence in found:
        if (translation := translations.get(article)) and (passage := passages.get(translation.pk)):
            hits.append(
                Hit(
                    translation,
                    passage,
                    evidence,
                    marker.title(translation.title),
                    marker.excerpt(passage.text),
                    question,
                )
            )
    return hits


def _passages(several: Sequence[Evidence], translations: dict[int, Translation]) -> dict[int, Passage]:
    """Of each translation the passage that says it: the one that was found, or, in another language, that at the same place."""
    wanted = {each.passage for each in several}
    shown = {each.pk: each for each in translations.values()}
    found: dict[int, Passage] = {}
    places = dict(Passage.objects.filter(pk__in=wanted).values_list("article_id", "position"))
    for passage in Passage.objects.filter(translation__in=shown).order_by("position").defer("search"):
        is_it = passage.pk in wanted or passage.position == places.get(passage.article_id)
        if passage.translation_id not in found or is_it:
            found[passage.translation_id] = passage
    return found


def best_translations(articles: Sequence[int], *, centre: HelpCentre, language: str) -> dict[int, Translation]:
    """Of each article its published words in this language, else in the centre's first, else in any."""
    order = [language, *centre.languages]
    rows = Translation.objects.filter(article__in=articles, state=Translation.State.PUBLISHED)
    rows = rows.only("pk", "article_id", "centre_id", "language", "slug", "title", "published_at", "version")
    found: dict[int, Translation] = {}
    for row in sorted(
        rows, key=lambda row: (order.index(row.language) if row.language in order else len(order), row.pk)
    ):
        found.setdefault(row.article_id, row)
    return found
