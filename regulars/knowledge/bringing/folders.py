"""A folder of Markdown or HTML files: front matter says what an article is, or else where its file lies and what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

from regulars.knowledge.bringing import front_matter, markdown
from regulars.knowledge.bringing.shape import Brought, BroughtArticle, BroughtCategory, BroughtWords
from regulars.knowledge.slugs import slug_of
from regulars.lib.html import text_from_html
from regulars.lib.texts import one_line, storable

ENDINGS = {".md", ".markdown", ".mdx", ".html", ".htm"}
LARGEST = 2_000_000  # bytes of one file
LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.S | re.I)
HEADING = re.compile(r"\s*<h1[^>]*>(.*?)</h1>", re.S | re.I)
BODY = re.compile(r"<body[^>]*>(.*)</body>", re.S | re.I)
READERS = {
    "public": "public", "everyone": "public", "everybody": "public", "signed_in": "signed_in", "users": "signed_in",
    "customers": "signed_in", "agents": "agents", "internal": "agents", "private": "agents", "staff": "agents", "team": "agents",
}  # fmt: skip


class Page(NamedTuple):
    """One file."""

    path: Path
    key: str  # the same for all translations of an article
    language: str
    shelves: tuple[str, ...]
    facts: front_matter.Facts
    title: str
    html: str


def read(path: Path) -> Brought:
    """Translations of one article share an `id`, or lie at the same place in folders named by languages, or as `a.de.md`."""
    root, brought = (path if path.is_dir() else path.parent), Brought()
    files = sorted(each for each in path.rglob("*") if each.suffix.lower() in ENDINGS) if path.is_dir() else [path]
    pages: dict[str, list[Page]] = {}
    for file in files:
        if any(part.startswith(".") for part in file.relative_to(root).parts) or file.stem.lower() == "readme":
            continue
        try:
            page = _page(file, root)
            pages.setdefault(page.key, []).append(page)
        except (OSError, ValueError) as error:
            brought.troubles.append(f"{file}: {error}")
    shelves: dict[str, BroughtCategory] = {}
    for key, several in pages.items():
        brought.articles.append(_article(key, several, shelves))
    brought.categories = list(shelves.values())
    return brought


def _page(file: Path, root: Path) -> Page:
    if file.stat().st_size > LARGEST:
        raise ValueError("it is larger than 2 MB")
    facts, text = front_matter.split(storable(file.read_bytes().decode("utf-8-sig")))
    is_html = file.suffix.lower() in (".html", ".htm")
    html = (BODY.search(text) or [text, text])[1] if is_html else markdown.html_of(text)
    heading, title = HEADING.match(html), front_matter.line(facts, "title")
    if not title:
        own = TITLE.search(text) if is_html else None
        title = heading[1] if heading else own[1] if own else file.stem.replace("-", " ").replace("_", " ").capitalize()
    title = one_line(text_from_html(unescape(title) if not heading else title), limit=200)
    if heading and one_line(text_from_html(heading[1]), limit=200) == title:
        html = html[heading.end() :]
    parts, stem, language = _place(file.relative_to(root))
    language = front_matter.line(facts, "language", "lang", "locale") or language
    key = front_matter.line(facts, "id", "key", "translation_key", "translation_of") or "/".join((*parts, stem))
    shelf = [
        each
        for each in (front_matter.line(facts, "category"), front_matter.line(facts, "section", "subcategory"))
        if each
    ]
    shelves = tuple(part for each in shelf for part in each.split("/")) or parts
    return Page(file, key, language, tuple(each.strip() for each in shelves if each.strip())[:2], facts, title, html)


def _place(place: Path) -> tuple[tuple[str, ...], str, str]:
    """Its folders, its name, and its language, as far as these tell: `de/orders/late.md`, `orders/late.de.md`."""
    parts, stem, language = list(place.parts[:-1]), place.stem, ""
    name, _dot, end = stem.rpartition(".")
    if name and LANGUAGE.fullmatch(end):
        stem, language = name, end
    elif parts and LANGUAGE.fullmatch(parts[0]):
        language = parts.pop(0)
    return tuple(parts), stem, language


def _article(key: str, pages: list[Page], shelves: dict[str, BroughtCategory]) -> BroughtArticle:
    first = min(pages, key=lambda page: (bool(page.language), len(page.language), page.language != "en"))
    shelf = first.shelves or next((page.shelves for page in pages if page.shelves), ())
    for page in (first, *pages):
        if len(page.shelves) == len(shelf):
            _add(shelves, shelf, page)
    facts = first.facts
    readers = front_matter.line(facts, "visibility", "audience", "access").lower().replace("-", "_").replace(" ", "_")
    position = front_matter.line(facts, "position", "order", "weight", "nav_order", "sidebar_position")
    return BroughtArticle(
        id=f"folder:{key}", words=list(_words(pages)), category=_id(shelf),
        visibility=READERS.get(readers, "agents" if readers else "public"),
        labels=front_matter.several(facts, "labels", "tags", "keywords"), is_promoted=front_matter.is_so(facts, "promoted") is True,
        position=int(position) if position.isdecimal() and len(position) < 7 else 0, folder=first.path.parent,
    )  # fmt: skip


def _words(pages: list[Page]) -> Iterator[BroughtWords]:
    for page in pages:
        says = front_matter.is_so(page.facts, "published")
        is_draft = (
            front_matter.is_so(page.facts, "draft")
            or says is False
            or front_matter.line(page.facts, "state", "status").lower() == "draft"
        )
        slug = front_matter.line(page.facts, "slug", "permalink").strip("/").rpartition("/")[2]
        yield BroughtWords(
            page.language, page.title, page.html, slug=slug, is_published=not is_draft, source=str(page.path)
        )


def _add(shelves: dict[str, BroughtCategory], shelf: tuple[str, ...], page: Page) -> None:
    """The shelf and the one it is within, with what they are called in the page's language."""
    for depth in range(1, len(shelf) + 1):
        key = _id(shelf[:depth])
        name = page.shelves[depth - 1]
        name = (
            name.replace("-", " ").replace("_", " ").capitalize() if name == name.lower() and " " not in name else name
        )
        known = shelves.get(key)
        names = {page.language: (name, "")} | (known.names if known else {})
        slug = slug_of(shelf[depth - 1])
        shelves[key] = BroughtCategory(
            key, names, _id(shelf[: depth - 1]), known.position if known else len(shelves) + 1, slug
        )


def _id(shelf: tuple[str, ...]) -> str:
    return f"folder:{'/'.join(shelf)}" if shelf else ""
