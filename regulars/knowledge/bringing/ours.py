"""What `export articles` writes: everything of a help centre, so that another one can have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from regulars.knowledge.bringing.records import records, said, texts, whole
from regulars.knowledge.bringing.shape import Brought, BroughtArticle, BroughtCategory, BroughtWords

FORMAT = "regulars articles 1"


def is_one(part: Any) -> bool:
    return isinstance(part, Mapping) and part.get("format") == FORMAT


def read(parts: Iterable[Any]) -> Brought:
    brought = Brought()
    for part in parts:
        if is_one(part):
            brought.categories += [_category(each) for each in records(part.get("categories"))]
            brought.articles += [_article(each) for each in records(part.get("articles"))]
    return brought


def _category(record: Mapping[str, Any]) -> BroughtCategory:
    names = {
        said(each, "language"): (said(each, "name"), said(each, "description")) for each in records(record.get("names"))
    }
    return BroughtCategory(
        said(record, "id"), names, said(record, "parent"), whole(record, "position"), said(record, "slug")
    )


def _article(record: Mapping[str, Any]) -> BroughtArticle:
    words = [
        BroughtWords(
            said(each, "language"),
            said(each, "title"),
            said(each, "html"),
            said(each, "slug"),
            each.get("is_published") is True,
        )
        for each in records(record.get("translations"))
    ]
    return BroughtArticle(
        id=said(record, "id"), words=words, category=said(record, "category"), visibility=said(record, "visibility") or "agents",
        labels=texts(record.get("labels")), is_promoted=record.get("is_promoted") is True, position=whole(record, "position"),
    )  # fmt: skip
