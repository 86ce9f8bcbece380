"""Articles as lines of a list, made ready for the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regulars.knowledge.models import Article, Category, HelpCentre, Translation
from regulars.knowledge.queries import is_due, votes_of


class Tongue(NamedTuple):
    """How far an article is in one language."""

    language: str
    state: str  # published, changed, scheduled, draft, stale, missing: for its colour
    says: str
    address: str


def rows(articles: Sequence[Article]) -> list[dict[str, Any]]:
    """A line for each: its title, languages, readers, and what is to be done about it."""
    votes, today = votes_of(articles), timezone.localdate()
    return [_row(article, votes.get(article.pk, (0, 0)), is_due=is_due(article, today=today)) for article in articles]


def tongues(article: Article) -> list[Tongue]:
    """Each language of the help centre, and those it does not speak any more."""
    written = {each.language: each for each in article.translations.all()}
    languages = [*article.centre.languages, *sorted(written.keys() - set(article.centre.languages))]
    original = written.get(article.centre.language)
    return [_tongue(article, language, written.get(language), original) for language in languages]


def is_stale(translation: Translation, original: Translation | None) -> bool:
    if original is None or original.pk == translation.pk or not translation.is_published:
        return False
    return translation.follows < original.version


def shelves(centre: HelpCentre, *, counts: dict[int | None, int]) -> list[dict[str, Any]]:
    """The categories with how many articles are in each, those within others below them."""
    several = list(Category.objects.filter(centre=centre).prefetch_related("names").select_related("centre"))
    ordered = [
        each
        for top in several
        if not top.parent_id
        for each in (top, *(sub for sub in several if sub.parent_id == top.pk))
    ]
    return [
        {
            "category": each,
            "name": each.name_in(centre.language),
            "is_within": bool(each.parent_id),
            "count": counts.get(each.pk, 0),
        }
        for each in ordered
    ]


def _row(article: Article, votes: tuple[int, int], *, is_due: bool) -> dict[str, Any]:
    original = article.original
    newest = max((each.edited_at for each in article.translations.all()), default=article.created_at)
    yes, count = votes
    return {
        "article": article,
        "title": (original.shown_title if original else "") or _("Without a title"),
        "tongues": tongues(article),
        "readers": "" if article.visibility == Article.Visibility.PUBLIC else article.get_visibility_display(),
        "shelf": article.category_id,
        "edited_at": newest,
        "helped": _("%(yes)d of %(count)d") % {"yes": yes, "count": count} if count else "",
        "review": date_format(article.review_on, "SHORT_DATE_FORMAT") if is_due and article.review_on else "",
        "owner": article.owner.name if article.owner else "",
    }


def _tongue(article: Article, language: str, written: Translation | None, original: Translation | None) -> Tongue:
    state, says = _state(written, original)
    return Tongue(language, state, says, f"/knowledge/{article.pk}/{language}")


def _state(written: Translation | None, original: Translation | None) -> tuple[str, str]:
    if written is None:
        return "missing", _("not written")
    if written.publish_at:
        return "scheduled", _("published on %s") % date_format(
            timezone.localtime(written.publish_at), "SHORT_DATETIME_FORMAT"
        )
    if not written.is_published:
        return "draft", _("draft")
    if is_stale(written, original):
        return "stale", _("stale: the original has gone on")
    return (
        ("changed", _("published, with changes in the draft")) if written.is_changed else ("published", _("published"))
    )
