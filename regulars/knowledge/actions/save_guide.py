from __future__ import annotations

from typing import Any, TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.knowledge.models import Category, Guide, HelpCentre
from regulars.knowledge.readers import check_readers
from regulars.knowledge.slugs import free_slug, slug_of
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


class Facts(TypedDict, total=False):
    """What may be said of a guide besides its steps. What is not named stays as it is."""

    title: str
    intro: str
    category: Category | None
    visibility: str
    original: Guide | None  # the same guide in another language
    segment: Any  # conditions over customers, for the visibility “segment”


@transaction.atomic
def save_guide(
    guide: Guide | None, *, facts: Facts, centre: HelpCentre | None = None, language: str = "", by: Agent | None
) -> Guide:
    """Begin a guide in a language of this centre (None), or change what is said of one. Title and introduction are
    read when it is published next. Raises ValidationError("title", "language", "category", "visibility", "segment", "original").
    """
    kept = Guide.objects.select_for_update().get(pk=guide.pk) if guide else _begun(centre, language, by)
    before = _told(kept) if guide else None
    for name in Facts.__annotations__.keys() & facts.keys():
        setattr(kept, name, facts[name])  # type: ignore[literal-required]
    kept.title, kept.intro = one_line(storable(kept.title), limit=200), one_line(storable(kept.intro), limit=500)
    if not kept.title:
        raise refusal("title", _("Give it a title."), "missing")
    check_readers(kept)
    _check_original(kept)
    kept.slug = kept.slug or _free(kept)
    if (after := _told(kept)) != before:
        kept.save()
        audit("guide.saved" if guide else "guide.made", by=by, on=f"guide:{kept.pk}", before=before, after=after)
    return kept


def _begun(centre: HelpCentre | None, language: str, by: Agent | None) -> Guide:
    if centre is None:
        raise ValueError("a guide belongs to a help centre")
    held = HelpCentre.objects.select_for_update().get(pk=centre.pk)
    if (language := language or held.language) not in held.languages:
        raise refusal("language", _("The help centre does not speak this language."))
    return Guide(centre=held, language=language, made_by=by)


def _check_original(guide: Guide) -> None:
    original = guide.original
    if original is None:
        return
    is_translated = guide.pk and guide.translations.exists()
    if (
        original.centre_id != guide.centre_id
        or original.language == guide.language
        or original.original_id
        or is_translated
    ):
        raise refusal("original", _("Choose the first one, in another language of this help centre."))
    if original.translations.filter(language=guide.language).exclude(pk=guide.pk).exists():
        raise refusal("original", _("That has a guide in this language already."), "taken")


def _free(guide: Guide) -> str:
    others = Guide.objects.filter(centre=guide.centre, language=guide.language)
    return free_slug(slug_of(guide.title), is_taken=lambda slug: others.filter(slug=slug).exists(), instead="guide")


def _told(guide: Guide) -> dict[str, Any]:
    named = ("title", "intro", "language", "slug", "segment")
    return {name: getattr(guide, name) for name in named} | {
        "category": guide.category_id,
        "original": guide.original_id,
        "visibility": str(guide.visibility),
    }
