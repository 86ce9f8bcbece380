from __future__ import annotations

from django.db import transaction

from regulars.knowledge.models import Category, HelpCentre
from regulars.knowledge.ordering import put
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def move_category(category: Category, *, to: int, by: Agent | None) -> None:
    """Show a category at another place (from 1) among those beside it."""
    HelpCentre.objects.select_for_update(no_key=True).get(pk=category.centre_id)
    before = Category.objects.values_list("position", flat=True).get(pk=category.pk)
    place = put(category, Category.objects.filter(centre=category.centre_id, parent=category.parent_id), to=to)
    if place != before:
        told = {"before": {"position": before}, "after": {"position": place}}
        audit("category.moved", by=by, on=f"category:{category.pk}", **told)
