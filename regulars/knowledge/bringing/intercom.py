"""What Intercom's API gives of articles and collections, in pages or in one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from regulars.knowledge.bringing.records import gathered, records, said, whole
from regulars.knowledge.bringing.shape import Brought, BroughtArticle, BroughtCategory, BroughtWords
from regulars.lib.texts import storable

Record = Mapping[str, Any]
KINDS = {"article": "public", "internal_article": "agents"}  # and who reads them
MARKS = {"translated_content", "parent_type", "default_locale", "statistics", "workspace_id"}


def is_one(part: Any) -> bool:
    return any(said(each, "type") in KINDS or ("body" in each and MARKS & each.keys()) for each in _records(part))


def read(parts: Iterable[Any]) -> Brought:
    parts = [{"all": list(_records(part))} for part in parts]
    brought = Brought()
    for record in gathered([{"all": [_told(each) for part in parts for each in part["all"]]}], "all"):
        if _is_article(record):
            _take(record, brought)
        elif said(record, "name"):
            brought.categories.append(_collection(record))
    known = {each.id for each in brought.categories}
    missing = {each.category for each in brought.articles} - known - {""}
    brought.troubles += [
        f"The collection {each} is not in the export: its articles have no category." for each in sorted(missing)
    ]
    return brought


def _records(part: Any) -> Iterator[Record]:
    if isinstance(part, Mapping):
        if "body" in part and "title" in part:
            yield part
        for value in part.values():
            yield from records(value)


def _told(record: Record) -> dict[str, Any]:
    """With its kind in its id: an article and a collection may have the same number."""
    kind = said(record, "type") if said(record, "type") in KINDS else "article" if _is_article(record) else "collection"
    return {**record, "id": f"{kind}:{said(record, 'id')}"} if said(record, "id") else dict(record)


def _is_article(record: Record) -> bool:
    return said(record, "type") in KINDS or "body" in record


def _take(record: Record, brought: Brought) -> None:
    words = list(_words(record))
    if not said(record, "id") or not words:
        brought.troubles.append(f"An article without an id or without words: {said(record, 'title', 'id') or '?'}")
        return
    parents = record.get("parent_ids") if isinstance(record.get("parent_ids"), list) else []
    parent = said(record, "parent_id") or next((str(each) for each in reversed(parents)), "")
    category = f"intercom:collection:{parent}" if parent else ""
    kind, _sign, number = said(record, "id").partition(":")
    id = f"intercom:{number}" if kind == "article" else f"intercom:{kind}:{number}"
    brought.articles.append(BroughtArticle(id=id, words=words, category=category, visibility=KINDS[kind]))


def _words(record: Record) -> Iterator[BroughtWords]:
    own = said(record, "default_locale", "locale")
    if said(record, "title"):
        yield _spoken(record, own, record)
    for language, spoken in _translated(record):
        if language != own and said(spoken, "title"):
            yield _spoken(spoken, language, record)


def _spoken(record: Record, language: str, article: Record) -> BroughtWords:
    source = said(record, "url") or said(article, "url")
    is_published = said(record, "state") in ("published", "")
    about, body = said(record, "description"), said(record, "body")
    if about and about.casefold() not in body.casefold():  # what stands below the title there
        body = f"<p>{escape(about)}</p>{body}"
    return BroughtWords(language, said(record, "title"), body, is_published=is_published, source=source)


def _collection(record: Record) -> BroughtCategory:
    own = said(record, "default_locale", "locale")
    names = {own: (said(record, "name"), said(record, "description"))}
    names |= {
        language: (said(each, "name"), said(each, "description"))
        for language, each in _translated(record)
        if said(each, "name")
    }
    above = said(record, "parent_id", "collection_id")
    parent = f"intercom:collection:{above}" if above else ""
    return BroughtCategory(f"intercom:{said(record, 'id')}", names, parent, whole(record, "order"))


def _translated(record: Record) -> Iterator[tuple[str, Record]]:
    several = record.get("translated_content")
    for language, spoken in several.items() if isinstance(several, Mapping) else ():
        if isinstance(spoken, Mapping):
            yield storable(language), spoken
