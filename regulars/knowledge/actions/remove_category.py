from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.knowledge.models import Category, HelpCentre
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_category(category: Category, *, by: Agent | None) -> None:
    """Take an empty category away. Raises ValidationError("category") while something is in it."""
    HelpCentre.objects.select_for_update(no_key=True).get(pk=category.centre_id)
    if not Category.objects.filter(pk=category.pk).exists():
        return
    if category.children.exists() or category.articles.exists():
        raise refusal("category", _("There is something in it. Move that elsewhere first."), "in_use")
    told = {"name": str(category), "slug": category.slug}
    audit("category.removed", by=by, on=f"category:{category.pk}", before=told)
    Category.objects.filter(pk=category.pk).delete()
