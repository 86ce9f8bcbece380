"""An article, its words in each language, and where it stands."""

from __future__ import annotations

from regulars.api.told.answers import Facts, time
from regulars.knowledge.finding import Hit
from regulars.knowledge.hosts import origin_of
from regulars.knowledge.models import Article, Category, HelpCentre, Translation
from regulars.knowledge.places import Place
from regulars.knowledge.rows import is_stale


def article(row: Article, hit: Hit | None = None) -> Facts:
    """`row` with its centre, and those of its translations that the asker may see."""
    original = row.original
    kept = {name: getattr(row, name) for name in ("visibility", "segment", "labels", "is_promoted")}
    return {
        "id": row.pk,
        "centre": row.centre_id,
        "category": row.category_id,
        "title": _title(original) if original else "",
        **kept,
        "owner": row.owner_id,
        "review_on": row.review_on and row.review_on.isoformat(),
        "translations": [translation(each, row) for each in row.translations.all()],
        "found": hit and found(hit, row.centre),
        "retired_at": time(row.retired_at),
        "created_at": time(row.created_at),
    }


def whole_article(row: Article, *, with_drafts: bool) -> Facts:
    words = [whole_translation(each, row, with_draft=with_drafts) for each in row.translations.all()]
    return article(row) | {"translations": words}


def translation(row: Translation, of: Article) -> Facts:
    return {
        "language": row.language,
        "state": row.state,
        "title": _title(row),
        "address": _address(row, of.centre),
        "version": row.version,
        "is_stale": is_stale(row, of.in_language(of.centre.language)),
        "published_at": time(row.published_at),
    }


def whole_translation(row: Translation, of: Article, *, with_draft: bool) -> Facts:
    seen = {"html": row.html, "text": row.text} if row.is_published else {"html": "", "text": ""}
    return {**translation(row, of), **seen, "draft": draft_words(row) if with_draft else None}


def draft_words(row: Translation) -> Facts:
    return {
        "title": row.draft_title,
        "html": row.draft_html,
        "is_changed": row.is_changed,
        "version": row.draft_version,
        "publish_at": time(row.publish_at),
        "edited_at": time(row.edited_at),
        "edited_by": row.edited_by_id,
    }


def found(hit: Hit, centre: HelpCentre) -> Facts:
    anchor = f"#{hit.passage.anchor}" if hit.passage.anchor else ""
    return {
        "language": hit.translation.language,
        "heading": hit.passage.heading,
        "excerpt": str(hit.excerpt),
        "address": _address(hit.translation, centre) + anchor,
    }


def category(row: Category) -> Facts:
    """`row` with its names."""
    about = {"id": row.pk, "centre": row.centre_id, "parent": row.parent_id, "slug": row.slug}
    said = ({"language": each.language, "name": each.name, "description": each.description} for each in row.names.all())
    return about | {"names": list(said)}


def help_centre(row: HelpCentre) -> Facts:
    kept = {"title": row.title, "languages": row.languages, "is_open": row.is_open}
    return {"id": row.pk, "brand": row.brand_id, **kept, "address": origin_of(row)}


def _title(row: Translation) -> str:
    return row.title if row.is_published else row.shown_title


def _address(row: Translation, centre: HelpCentre) -> str:
    place = Place(centre=centre, language=row.language, reader=None, is_own_host=False)
    return place.canonical("articles", row.slug)
