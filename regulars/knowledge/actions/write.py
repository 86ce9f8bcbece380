from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.knowledge.languages import checked_language
from regulars.knowledge.models import Article, Redirect, Translation
from regulars.knowledge.safe import LONGEST, safe
from regulars.knowledge.slugs import free_slug, slug_of
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

LONGEST_TITLE = 200


@transaction.atomic
def write(
    article: Article, *, language: str, title: str, html: str, version: str | None = None, by: Agent | None
) -> Translation:
    """Keep the draft of an article in a language. Readers see nothing of it before it is published.

    With `version`, that of the draft which was written on ("": there was none), a newer one is left as it is.
    Raises ValidationError("version", "language", "title", "html"), and then nothing was kept.
    """
    article = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    language = checked_language(language)
    if language not in article.centre.languages:
        raise refusal("language", _("The help centre does not speak this language."), "unknown")
    found = Translation.objects.select_for_update(no_key=True).filter(article=article, language=language).first()
    if version is not None and version != (found.draft_version if found else ""):
        raise refusal("version", _("Somebody else has written on."), "outdated")
    translation = found or Translation(article=article, centre=article.centre, language=language)
    before = (translation.draft_title, translation.draft_html)
    translation.draft_title, translation.draft_html = _title(title), _html(html)
    if found and before == (translation.draft_title, translation.draft_html):
        return found
    _tell(translation, is_new=found is None, by=by)
    translation.is_changed = not translation.is_published or _differs(translation)
    translation.draft_follows = _version_of_original(article, language)
    translation.edited_at, translation.edited_by = timezone.now(), by
    if not translation.version and not translation.has_own_slug:
        translation.slug = _slug(translation)
    translation.save()
    return translation


def _title(given: str) -> str:
    title = one_line(storable(given), limit=LONGEST_TITLE + 1)
    if len(title) > LONGEST_TITLE:
        raise refusal("title", _("A title has at most %d characters.") % LONGEST_TITLE, "too_long")
    return title


def _html(given: str) -> str:
    if len(given) > LONGEST:
        raise refusal("html", _("An article has at most %d characters.") % LONGEST, "too_long")
    return safe(given)


def _differs(translation: Translation) -> bool:
    return (translation.draft_title, translation.draft_html) != (translation.title, translation.html)


def _tell(translation: Translation, *, is_new: bool, by: Agent | None) -> None:
    """One line when somebody begins to write, not one for each time that the page keeps it."""
    if is_new:
        what = "article.begun"
    elif translation.is_published and not translation.is_changed:
        what = "article.draft_begun"
    elif translation.edited_by_id != (by.pk if by else None):
        what = "article.draft_taken_up"
    else:
        return
    audit(what, by=by, on=f"article:{translation.article_id}", after={"language": translation.language})


def _version_of_original(article: Article, language: str) -> int:
    if language == article.centre.language:
        return 0
    original = Translation.objects.filter(article=article, language=article.centre.language)
    return original.values_list("version", flat=True).first() or 0


def _slug(translation: Translation) -> str:
    def is_taken(slug: str) -> bool:
        here = {"centre": translation.centre, "language": translation.language, "slug": slug}
        others = Translation.objects.filter(**here).exclude(pk=translation.pk)
        return others.exists() or Redirect.objects.filter(**here).exclude(article=translation.article).exists()

    return free_slug(slug_of(translation.draft_title, limit=80), is_taken=is_taken)
