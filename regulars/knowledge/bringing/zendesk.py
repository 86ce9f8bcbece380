"""What Zendesk Guide exports: categories, sections, articles and translations, as pages of its API or one file with all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import escape
from typing import Any

from regulars.knowledge.bringing.records import gathered, records, said, texts, whole
from regulars.knowledge.bringing.shape import Brought, BroughtArticle, BroughtCategory, BroughtWords

Record = Mapping[str, Any]


def is_one(part: Any) -> bool:
    part = _paged(part)
    if any("source_id" in each for each in records(part.get("article_translations"))):
        return True
    is_shelved = any(each.keys() & {"category_id", "parent_section_id"} for each in records(part.get("sections")))
    return is_shelved or any(map(_is_article, records(part.get("articles"))))


def read(parts: Iterable[Any]) -> Brought:
    parts = [_paged(part) for part in parts]
    spoken = _translations(parts)
    categories, sections = gathered(parts, "categories"), gathered(parts, "sections")
    segments = {said(each, "id"): _readers(each) for each in gathered(parts, "user_segments")}
    attached = gathered(parts, "article_attachments", "attachments")
    brought = Brought(file_names={said(each, "id"): said(each, "display_file_name", "file_name") for each in attached})
    below: defaultdict[str, list[Record]] = defaultdict(list)
    for each in attached:
        below[said(each, "article_id")].append(each)
    brought.categories = [_category(each, spoken["Category", said(each, "id")]) for each in categories]
    brought.categories += [_section(each, sections, spoken["Section", said(each, "id")]) for each in sections]
    for record in gathered(parts, "articles"):
        words = [
            _with_files(each, below[said(record, "id")])
            for each in _words(record, spoken["Article", said(record, "id")])
        ]
        if not said(record, "id") or not words:
            brought.troubles.append(
                f"An article without an id or without words: {said(record, 'title', 'name', 'id') or '?'}"
            )
            continue
        section, readers = said(record, "section_id"), _visibility(record, segments)
        if readers == "":
            brought.troubles.append(
                f"{words[0].title}: only some customers were to read it. Say which: until then only who works here does."
            )
        brought.articles.append(
            BroughtArticle(
                id=f"zendesk:{said(record, 'id')}", words=words, category=section and f"zendesk:section:{section}",
                visibility=readers or "agents", labels=texts(record.get("label_names")),
                is_promoted=record.get("promoted") is True, position=whole(record, "position"),
            )
        )  # fmt: skip
    return brought


def _paged(part: Any) -> Record:
    """As the API's lists are: also a file with one article, or with a list of them under whatever name."""
    if not isinstance(part, Mapping):
        return {}
    if isinstance(part.get("article"), Mapping) or _is_article(part):
        return {"articles": [part.get("article", part)]}
    lists = {name: list(records(value)) for name, value in part.items()}
    return {
        "articles" if several and all(map(_is_article, several)) else name: part[name]
        for name, several in lists.items()
    }


def _is_article(record: Record) -> bool:
    return "section_id" in record or ("body" in record and "locale" in record and "source_id" not in record)


def _translations(parts: list[Any]) -> defaultdict[tuple[str, str], list[Record]]:
    found: defaultdict[tuple[str, str], list[Record]] = defaultdict(list)
    for each in gathered(parts, "translations", "article_translations"):
        kind = said(each, "source_type") or "Article"
        found[kind.rpartition("::")[2].title(), said(each, "source_id")].append(each)
    for kind, name in (("Article", "articles"), ("Section", "sections"), ("Category", "categories")):
        for record in gathered(parts, name):
            found[kind, said(record, "id")] += list(records(record.get("translations")))
    return found


def _category(record: Record, spoken: list[Record]) -> BroughtCategory:
    return BroughtCategory(
        f"zendesk:category:{said(record, 'id')}", _names(record, spoken), position=whole(record, "position")
    )


def _section(record: Record, sections: list[Record], spoken: list[Record]) -> BroughtCategory:
    """Sections within sections stand beside each other: categories have two levels."""
    category, known = said(record, "category_id"), {said(each, "id"): each for each in sections}
    above, seen = said(record, "parent_section_id"), set()
    while not category and above in known and above not in seen:
        seen.add(above)
        category, above = said(known[above], "category_id"), said(known[above], "parent_section_id")
    parent = f"zendesk:category:{category}" if category else ""
    return BroughtCategory(
        f"zendesk:section:{said(record, 'id')}", _names(record, spoken), parent, whole(record, "position")
    )


def _names(record: Record, spoken: list[Record]) -> dict[str, tuple[str, str]]:
    names = {said(each, "locale"): (said(each, "title", "name"), said(each, "body", "description")) for each in spoken}
    own = said(record, "locale", "source_locale")
    return names | {own: (said(record, "name", "title") or names.get(own, ("?", ""))[0], said(record, "description"))}


def _words(record: Record, spoken: list[Record]) -> list[BroughtWords]:
    """The article's own words are those of its own language, and may stand among its translations as well."""
    found = {said(each, "locale"): _spoken(each, record) for each in spoken if not each.get("hidden")}
    own = said(record, "locale", "source_locale")
    if said(record, "title", "name") and own not in found:
        found[own] = _spoken(record, record)
    first = said(record, "source_locale", "locale")
    return sorted(found.values(), key=lambda words: words.language != first)


def _spoken(record: Record, article: Record) -> BroughtWords:
    is_draft = record.get("draft") is True
    return BroughtWords(
        language=said(record, "locale"), title=said(record, "title", "name"), html=said(record, "body"),
        is_published=not is_draft, is_stale=record.get("outdated") is True, source=said(record, "html_url") or said(article, "html_url"),
    )  # fmt: skip


def _readers(segment: Record) -> str:
    """Who is of a segment: who works here, whoever has signed in, or "": some of these, whom we cannot know."""
    if said(segment, "user_type") == "staff":
        return "agents"
    narrower = ("tags", "or_tags", "organization_ids", "group_ids", "added_user_ids")
    is_for_all = said(segment, "user_type") == "signed_in_users" and not any(segment.get(name) for name in narrower)
    return "signed_in" if is_for_all else ""


def _visibility(record: Record, segments: dict[str, str]) -> str:
    """ "" for some customers. Whoever is of any of several segments may read."""
    chosen = [*texts(record.get("user_segment_ids")), *filter(None, [said(record, "user_segment_id")])]
    if not chosen:
        return "public"
    meant = {segments.get(each, "") for each in chosen}
    return next((each for each in ("signed_in", "") if each in meant), "agents")


def _with_files(words: BroughtWords, attached: list[Record]) -> BroughtWords:
    """With the files that stood below the article."""
    links = [
        f'<li><a href="{escape(address)}">{escape(said(each, "display_file_name", "file_name") or address)}</a></li>'
        for each in attached
        if (address := said(each, "content_url")) and not each.get("inline") and f"/{said(each, 'id')}" not in words.html
        and said(each, "locale") in ("", words.language)
    ]  # fmt: skip
    return replace(words, html=f"{words.html}<ul>{''.join(links)}</ul>") if links else words
