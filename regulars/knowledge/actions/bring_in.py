from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from regulars.knowledge.actions.keep_file import keep_file
from regulars.knowledge.actions.publish import publish
from regulars.knowledge.actions.readdress import readdress
from regulars.knowledge.actions.save_article import MOST_LABELS, Facts, save_article
from regulars.knowledge.actions.save_category import save_category
from regulars.knowledge.actions.save_centre import save_centre
from regulars.knowledge.actions.write import LONGEST_TITLE, write
from regulars.knowledge.bringing.as_ours import as_ours
from regulars.knowledge.bringing.beside import Beside
from regulars.knowledge.bringing.links import Links
from regulars.knowledge.bringing.pictures import Way
from regulars.knowledge.bringing.shape import Brought, BroughtArticle, BroughtCategory, BroughtWords, kept_id
from regulars.knowledge.languages import LANGUAGE, kept_as, written
from regulars.knowledge.models import Article, Category, HelpCentre
from regulars.lib.texts import one_line
from regulars.team.models import Agent

Progress = Callable[[int, int], None]


@dataclass
class Outcome:
    """How many articles came, how many were here already, and what did not come."""

    kept: int = 0
    known: int = 0
    troubles: list[str] = field(default_factory=list)


@dataclass
class _Coming:
    """One run, with what all of its articles need."""

    centre: HelpCentre
    shelves: dict[str, Category]
    beside: Beside
    links: Links
    outcome: Outcome
    is_draft: bool
    by: Agent | None


def bring_in(
    centre: HelpCentre, *, brought: Brought, by: Agent | None, is_draft: bool = False, progress: Progress | None = None
) -> Outcome:
    """Keep articles from elsewhere: published as they were there, or all of them as drafts.

    Each article comes whole or not at all, and once: what is here already, by the id that it had there, is left as it is,
    so that a run that was stopped goes on where it was. Languages that the centre does not speak yet are added to its own.
    """
    outcome = Outcome(troubles=list(brought.troubles))
    centre = _with_languages(centre, brought, by=by)
    shelves = _shelves(centre, brought.categories, outcome, by=by)
    run = _Coming(
        centre, shelves, Beside(brought.root, brought.file_names), Links(centre, brought), outcome, is_draft, by
    )
    for count, each in enumerate(brought.articles, 1):
        try:
            with transaction.atomic():
                is_new = _article(each, run)
        except ValidationError as error:
            outcome.troubles.append(f"{_title(each)}: {' '.join(error.messages)}")
        else:
            outcome.kept, outcome.known = outcome.kept + is_new, outcome.known + (not is_new)
        if progress:
            progress(count, len(brought.articles))
    return outcome


def _article(each: BroughtArticle, run: _Coming) -> bool:
    centre = HelpCentre.objects.select_for_update(no_key=True).get(pk=run.centre.pk)
    if Article.objects.filter(centre=centre, external_id=kept_id(each.id)).exists():
        return False
    facts: Facts = {
        "category": run.shelves.get(kept_id(each.category)), "visibility": each.visibility, "is_promoted": each.is_promoted,
        "labels": [label[:64] for label in each.labels[:MOST_LABELS]], "external_id": kept_id(each.id),
    }  # fmt: skip
    article = save_article(None, centre=centre, facts=facts, by=run.by)
    if each.position:
        Article.objects.filter(pk=article.pk).update(position=each.position)
    several = _originals_first(centre, each.words)
    for words in several:
        _words(article, each, words, run)
    says = _("%(title)s: its words in %(language)s are not kept, there are others in a kindred language.")
    left_out = [words for words in each.words if words not in several]
    run.outcome.troubles += [says % {"title": words.title, "language": words.language} for words in left_out]
    return True


def _words(article: Article, each: BroughtArticle, words: BroughtWords, run: _Coming) -> None:
    def keep(name: str, content: bytes) -> str:
        return keep_file(article, name=name, content=content, by=run.by).address

    def lead(address: str) -> str:
        return run.links.lead(address, folder=each.folder, language=words.language)

    html, missing = as_ours(words.html, Way(run.beside, each.folder, words.source, keep, lead))
    says = _("%(title)s: the picture %(address)s is not here.")
    run.outcome.troubles += [says % {"title": words.title, "address": address} for address in missing]
    title = one_line(words.title, limit=LONGEST_TITLE)
    kept = write(article, language=kept_as(words.language, article.centre.languages), title=title, html=html, by=run.by)
    if words.slug:
        with suppress(ValidationError), transaction.atomic():  # taken: it is found by the one of its title
            readdress(kept, slug=words.slug, by=run.by)
    if words.is_published and not run.is_draft:
        try:
            with transaction.atomic():
                publish(kept, by=run.by, is_up_to_date=not words.is_stale)
        except ValidationError as error:
            why = {"title": title or "?", "why": " ".join(error.messages)}
            run.outcome.troubles.append(_("%(title)s stays a draft: %(why)s") % why)


def _shelves(
    centre: HelpCentre, several: list[BroughtCategory], outcome: Outcome, *, by: Agent | None
) -> dict[str, Category]:
    """The categories by the ids that they had, those of the first level before those within them."""
    found = {each.external_id: each for each in Category.objects.filter(centre=centre, external_id__isnull=False)}
    shelves = {str(key): each for key, each in found.items()}
    for each in sorted(several, key=lambda each: (bool(each.parent), each.position)):
        if kept_id(each.id) in shelves:
            continue
        names = {
            kept_as(language, centre.languages): (name[:120], about[:500])
            for language, (name, about) in each.names.items()
            if name
        }
        taken = Category.objects.filter(centre=centre, slug=each.slug).exists()
        said = {
            "names": names,
            "parent": _first_level(shelves.get(kept_id(each.parent))),
            "slug": "" if taken else each.slug,
        }
        try:
            shelves[kept_id(each.id)] = save_category(None, centre=centre, external_id=kept_id(each.id), by=by, **said)
        except ValidationError as error:
            outcome.troubles.append(f"{each.id}: {' '.join(error.messages)}")
    return shelves


def _first_level(category: Category | None) -> Category | None:
    """Below the second level there is none: what was there stands beside it."""
    return category.parent if category is not None and category.parent_id else category


def _with_languages(centre: HelpCentre, brought: Brought, *, by: Agent | None) -> HelpCentre:
    used = dict.fromkeys(
        written(words.language) for article in brought.articles for words in article.words if words.language
    )
    new = [
        each for each in used if LANGUAGE.fullmatch(each) and kept_as(each, centre.languages) not in centre.languages
    ]
    if not new:
        return centre
    said = {name: getattr(centre, name) for name in ("title", "intro", "accent", "host", "is_open")}
    return save_centre(centre, languages=[*centre.languages, *new], by=by, **said)


def _originals_first(centre: HelpCentre, several: list[BroughtWords]) -> list[BroughtWords]:
    """So that translations know which version they follow; each language once."""
    by_language = {kept_as(each.language, centre.languages): each for each in reversed(several)}
    return [each for _language, each in sorted(by_language.items(), key=lambda pair: pair[0] != centre.language)]


def _title(each: BroughtArticle) -> str:
    return (each.words[0].title if each.words else "") or each.id
