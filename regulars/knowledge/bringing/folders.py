"""A folder of Markdown or HTML files: front matter says what an article is, or else where its file lies and what it is called."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from regulars.knowledge.bringing import front_matter
from regulars.knowledge.bringing.pages import LANDING, Page, name_of, page_of
from regulars.knowledge.bringing.shape import Brought, BroughtArticle, BroughtCategory, BroughtWords
from regulars.knowledge.bringing.spots import Spot, files_of, language_of, spots_of
from regulars.knowledge.slugs import slug_of
from regulars.lib.numbers import number_in

NUMBER = re.compile(r"(\d{1,3})[-_. ]")
READERS = {
    "public": "public", "everyone": "public", "everybody": "public", "signed_in": "signed_in", "users": "signed_in",
    "customers": "signed_in", "agents": "agents", "internal": "agents", "private": "agents", "staff": "agents", "team": "agents",
}  # fmt: skip


class Told(NamedTuple):
    """A page at its spot. `key` is the same for all translations of an article."""

    spot: Spot
    page: Page
    key: str
    language: str
    shelves: tuple[str, ...]
    is_said: bool  # the page names its shelves; else they are its folders


def read(path: Path) -> Brought:
    """Translations of one article share an `id`, or lie at the same place in folders named by languages, or as `a.de.md`."""
    root, brought = (path if path.is_dir() else path.parent), Brought()
    found: list[Told] = []
    labels: dict[tuple[str, ...], list[Told]] = {}
    for spot in spots_of(root, files_of(path, root)):
        try:
            told = _told(spot, page_of(spot.file))
        except (OSError, ValueError) as error:
            brought.troubles.append(f"{spot.file}: {error}")
            continue
        if spot.stem == "_index":
            labels.setdefault(spot.parts[:2], []).append(told)
            if not told.page.html.strip():
                continue
        if spot.file.stem.lower() == "readme" and spot.file.parent == root and not told.page.facts:
            continue  # it tells of the folder
        found.append(told)
    shelves: dict[str, BroughtCategory] = {}
    brought.articles = [_article(key, list(pages.values()), shelves) for key, pages in _gathered(found).items()]
    brought.categories = [_labelled(each, root) for each in _named(shelves, labels).values()]
    return brought


def _gathered(found: list[Told]) -> dict[str, dict[str, Told]]:
    """Two pages of one language are two articles, whatever they call themselves: some name their pages in each folder anew.

    What two of them are called then says of no other language's page either which of them it translates: its place does.
    """
    times = Counter((told.key, told.language) for told in found)
    unclear = {key for (key, _language), count in times.items() if count > 1}
    several: dict[str, dict[str, Told]] = {}
    for told in found:
        place = "/".join((*told.spot.parts, told.spot.stem))
        keys = (place if told.key in unclear else told.key, place, f"{place}{told.spot.file.suffix}")
        key = next((each for each in keys if told.language not in several.get(each, {})), str(told.spot.file))
        several.setdefault(key, {})[told.language] = told
    return several


def _told(spot: Spot, page: Page) -> Told:
    facts = page.facts
    language = language_of(front_matter.line(facts, "language", "lang", "locale")) or spot.language
    key = front_matter.line(facts, "id", "key", "translation_key", "translation_of") or "/".join(
        (*spot.parts, spot.stem)
    )
    said = [
        front_matter.line(facts, "category", "categories", "category_name", "grand_parent"),
        front_matter.line(facts, "section", "subcategory", "sub_category_name", "parent"),
    ]
    named = tuple(part.strip() for each in said for part in each.split("/") if part.strip())
    if not page.title:
        landing = spot.parts[-1] if spot.parts else spot.file.parent.name
        page = page._replace(title=name_of(landing if spot.stem.lower() in LANDING else spot.stem))
    return Told(spot, page, key, language, (named or spot.parts)[:2], bool(named))


def _article(key: str, several: list[Told], shelves: dict[str, BroughtCategory]) -> BroughtArticle:
    first = min(several, key=lambda told: (bool(told.language), len(told.language), told.language != "en"))
    holder = first if first.shelves else next((told for told in several if told.shelves), first)
    shelf = holder.shelves
    for told in (holder, *several):
        if len(told.shelves) == len(shelf) and told.is_said == holder.is_said:
            _add(shelves, shelf, told)
    facts = first.page.facts
    position = front_matter.line(facts, "position", "order", "weight", "nav_order", "sidebar_position", "sidebar_order")
    return BroughtArticle(
        id=f"folder:{key}", words=list(_words(several)), category=_id(shelf),
        visibility=_readers(several),
        labels=front_matter.several(facts, "labels", "tags", "keywords"), is_promoted=front_matter.is_so(facts, "promoted") is True,
        position=number_in(position, digits=6) or 0, folder=first.spot.file.parent,
    )  # fmt: skip


def _readers(several: list[Told]) -> str:
    """The fewest that any of its pages names; a word that we do not know means who works here."""
    said = (front_matter.line(told.page.facts, "visibility", "audience", "access").lower() for told in several)
    meant = {READERS.get(re.sub(r"[\s-]", "_", each), "agents") if each else "public" for each in said}
    return next(each for each in ("agents", "signed_in", "public") if each in meant)


def _words(several: list[Told]) -> Iterator[BroughtWords]:
    for told in several:
        facts = told.page.facts
        is_draft = (
            front_matter.is_so(facts, "draft")
            or "_drafts" in told.spot.file.parts
            or front_matter.is_so(facts, "published") is False
            or front_matter.line(facts, "state", "status").lower() == "draft"
        )
        address = front_matter.line(facts, "slug", "permalink", "url")
        slug = "" if ":" in address else address.strip("/").rpartition("/")[2].removesuffix(".html")
        yield BroughtWords(
            told.language, told.page.title, told.page.html, slug=slug, is_published=not is_draft,
            source=str(told.spot.file), address=address,
        )  # fmt: skip


def _add(shelves: dict[str, BroughtCategory], shelf: tuple[str, ...], told: Told) -> None:
    """The shelf and the one it is within, with what they are called in the page's language."""
    for depth in range(1, len(shelf) + 1):
        key, number = _id(shelf[:depth]), NUMBER.match(shelf[depth - 1])
        known = shelves.get(key)
        names = {told.language: (name_of(told.shelves[depth - 1]), "")} | (known.names if known else {})
        position = known.position if known else int(number[1]) if number else len(shelves) + 1
        slug = slug_of(name_of(shelf[depth - 1]))
        shelves[key] = BroughtCategory(key, names, _id(shelf[: depth - 1]), position, slug)


def _named(
    shelves: dict[str, BroughtCategory], labels: dict[tuple[str, ...], list[Told]]
) -> dict[str, BroughtCategory]:
    """With what Hugo's `_index.md` says of a folder."""
    for parts, several in labels.items():
        if shelf := shelves.get(_id(parts)):
            told = {
                each.language: (each.page.title, front_matter.line(each.page.facts, "description")) for each in several
            }
            shelves[shelf.id] = BroughtCategory(shelf.id, shelf.names | told, shelf.parent, shelf.position, shelf.slug)
    return shelves


def _labelled(shelf: BroughtCategory, root: Path) -> BroughtCategory:
    """With what Docusaurus says of a folder in `_category_.json`."""
    for around in ("", "docs"):
        try:
            said = json.loads((root / around / shelf.id.removeprefix("folder:") / "_category_.json").read_bytes())
        except (OSError, ValueError):
            continue
        if isinstance(said, dict) and isinstance(said.get("label"), str):
            first = next(iter(shelf.names), "")
            position = said.get("position") if isinstance(said.get("position"), int) else shelf.position
            return BroughtCategory(
                shelf.id, shelf.names | {first: (said["label"], "")}, shelf.parent, position, shelf.slug
            )
    return shelf


def _id(shelf: tuple[str, ...]) -> str:
    return f"folder:{'/'.join(shelf)}" if shelf else ""
