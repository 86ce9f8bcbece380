"""A help centre as a folder: Markdown for people, `articles.json` with everything, and the files of its articles."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from regulars.knowledge.bringing.ours import FORMAT
from regulars.knowledge.bringing.to_markdown import markdown_of
from regulars.knowledge.models import Article, Category, HelpCentre, Translation
from regulars.lib import blobs

Progress = Callable[[int, int], None]


def export(centre: HelpCentre, *, to: Path, progress: Progress | None = None) -> int:
    """Write it into this folder, which is made, or is empty. Returns how many articles. Drafts are in it as drafts.

    Raises FileExistsError where something lies already.
    """
    to.mkdir(parents=True, exist_ok=True)
    if any(to.iterdir()):
        raise FileExistsError(to)
    several = list(
        Article.objects.filter(centre=centre, retired_at=None)
        .select_related("centre", "category__parent__centre", "category__centre")
        .prefetch_related("translations", "files")
    )
    categories = list(
        Category.objects.filter(centre=centre).prefetch_related("names").select_related("centre", "parent__centre")
    )
    for count, article in enumerate(several, 1):
        _files(article, to)
        for words in article.translations.all():
            _page(article, words, to)
        if progress:
            progress(count, len(several))
    told = {
        "format": FORMAT, "title": centre.title, "languages": centre.languages,
        "categories": [_category(each) for each in categories], "articles": [_article(each) for each in several],
    }  # fmt: skip
    (to / "articles.json").write_text(json.dumps(told, ensure_ascii=False, indent=1))
    return len(several)


def _files(article: Article, to: Path) -> None:
    for file in article.files.all():
        (to / "files").mkdir(exist_ok=True)
        try:
            with blobs.fetch(file.sha256) as content, (to / "files" / _name(file)).open("wb") as target:
                shutil.copyfileobj(content, target)
        except FileNotFoundError:
            continue


def _name(file: Any) -> str:
    """Its key, with the end of its name: `3f0c….png`."""
    end = Path(file.name).suffix.lower()
    return f"{file.key}{end if end[1:].isalnum() and len(end) < 8 else ''}"


def _page(article: Article, words: Translation, to: Path) -> None:
    shelf = article.category
    shelves = [shelf.parent.slug, shelf.slug] if shelf and shelf.parent else [shelf.slug] if shelf else []
    folder = to.joinpath(words.language, *shelves)
    folder.mkdir(parents=True, exist_ok=True)
    html = words.draft_html
    for file in article.files.all():
        html = html.replace(file.address, f"{'../' * (len(shelves) + 1)}files/{_name(file)}")
    facts = {
        "id": _id(article), "title": words.draft_title, "language": words.language, "category": "/".join(shelves), "slug": words.slug,
        "visibility": str(article.visibility), "labels": list(article.labels), "position": article.position,
        "published": words.is_published, "promoted": article.is_promoted,
    }  # fmt: skip
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items() if value not in ("", [])
    ]
    (folder / f"{words.slug}.md").write_text("\n".join(["---", *lines, "---", "", markdown_of(html)]))


def _id(article: Article) -> str:
    return article.external_id or f"regulars:{article.centre.slug}:{article.pk}"


def _shelf(category: Category | None) -> str:
    return (category.external_id or f"regulars:{category.centre.slug}:{category.pk}") if category else ""


def _category(category: Category) -> dict[str, Any]:
    names = [
        {"language": each.language, "name": each.name, "description": each.description} for each in category.names.all()
    ]
    return {
        "id": _shelf(category),
        "parent": _shelf(category.parent),
        "slug": category.slug,
        "position": category.position,
        "names": names,
    }


def _article(article: Article) -> dict[str, Any]:
    """A segment means customers of this house: elsewhere whoever is signed in may not be meant, so that is for the team."""
    visibility = "agents" if article.visibility == Article.Visibility.SEGMENT else str(article.visibility)
    translations = [
        {
            "language": each.language,
            "slug": each.slug,
            "title": each.draft_title,
            "html": _html(article, each),
            "is_published": each.is_published,
        }
        for each in article.translations.all()
    ]
    return {
        "id": _id(article), "category": _shelf(article.category), "visibility": visibility, "labels": list(article.labels),
        "is_promoted": article.is_promoted, "position": article.position, "translations": translations,
    }  # fmt: skip


def _html(article: Article, words: Translation) -> str:
    html = words.draft_html
    for file in article.files.all():
        html = html.replace(file.address, f"files/{_name(file)}")
    return html
