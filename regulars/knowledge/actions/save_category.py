from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.knowledge.languages import checked_language
from regulars.knowledge.models import Category, CategoryName, CategoryRedirect, HelpCentre
from regulars.knowledge.slugs import checked_slug, free_slug, slug_of
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

Names = Mapping[str, tuple[str, str]]


@transaction.atomic
def save_category(
    category: Category | None,
    *,
    names: Names,
    centre: HelpCentre | None = None,
    parent: Category | None = None,
    slug: str = "",
    icon: str = "",
    external_id: str | None = None,
    by: Agent | None,
) -> Category:
    """Make a category of this centre (None), or change one. `names`: name and description by language.

    Without a slug it keeps its own, or gets one of its name. An address that it had before leads on to it, until another
    category takes that. Raises ValidationError("names", "parent", "slug", "language").
    """
    kept = category or Category(
        centre=centre, position=Category.objects.filter(centre=centre, parent=parent).count() + 1
    )
    HelpCentre.objects.select_for_update(no_key=True).get(pk=kept.centre_id)
    before = _facts(kept) if category else None
    checked = _names(kept.centre, names)
    kept.parent, kept.slug, kept.icon = _parent(kept, parent), _slug(kept, slug, checked), icon or kept.icon
    kept.external_id = external_id or kept.external_id
    kept.save()
    kept.names.exclude(language__in=checked).delete()
    for language, (name, description) in checked.items():
        CategoryName.objects.update_or_create(
            category=kept, language=language, defaults={"name": name, "description": description}
        )
    kept._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    _lead_on(kept, old=before["slug"] if before else kept.slug)
    if (after := _facts(kept)) != before:
        audit("category.saved", by=by, on=f"category:{kept.pk}", before=before, after=after)
    return kept


def _facts(category: Category) -> dict[str, Any]:
    names = {each.language: [each.name, each.description] for each in CategoryName.objects.filter(category=category)}
    return {"slug": category.slug, "parent": category.parent_id, "icon": category.icon, "names": names}


def _lead_on(category: Category, *, old: str) -> None:
    CategoryRedirect.objects.filter(centre=category.centre, slug=category.slug).delete()
    if old != category.slug:
        CategoryRedirect.objects.update_or_create(centre=category.centre, slug=old, defaults={"category": category})


def _names(centre: HelpCentre, given: Names) -> dict[str, tuple[str, str]]:
    names = {}
    for language, (name, description) in given.items():
        line = one_line(storable(name), limit=121)
        if len(line) > 120:
            raise refusal("names", _("A name has 1 to 120 characters."), "too_long")
        if line:
            names[checked_language(language)] = (line, one_line(storable(description), limit=500))
    if not names:
        raise refusal("names", _("Give it a name."), "missing")
    return names


def _parent(category: Category, parent: Category | None) -> Category | None:
    if parent is None:
        return None
    if parent.centre_id != category.centre_id:
        raise refusal("parent", _("That category is in another help centre."))
    if parent.parent_id or parent.pk == category.pk or (category.pk and category.children.exists()):
        raise refusal("parent", _("Categories have two levels: a category, and those within it."))
    return parent


def _slug(category: Category, given: str, names: dict[str, tuple[str, str]]) -> str:
    others = Category.objects.filter(centre=category.centre).exclude(pk=category.pk)
    if given.strip():
        slug = checked_slug(given)
        if others.filter(slug=slug).exists():
            raise refusal("slug", _("Another category has this address."), "taken")
        return slug
    if category.slug:
        return category.slug
    name, _description = names.get(category.centre.language) or next(iter(names.values()))
    return free_slug(slug_of(name), is_taken=lambda slug: others.filter(slug=slug).exists(), instead="category")
