from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.surveys.models import Comment, Theme
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def merge_themes(theme: Theme, *, into: Theme, by: Agent) -> None:
    """Two themes are one: all comments stand beside the second, those to come as well, and the first is no more. Raises ValidationError("into")."""
    if theme.pk == into.pk:
        raise refusal("into", _("Choose another theme."))
    held = Theme.objects.select_for_update().filter(pk__in=(theme.pk, into.pk)).order_by("pk")
    ways = {each.pk: bytes(each.direction) for each in held if each.model == theme.model}
    if ways.keys() == {theme.pk, into.pk}:
        Theme.objects.filter(pk=into.pk).update(direction=ways[into.pk] + ways[theme.pk])
    moved = Comment.objects.filter(theme=theme).update(theme=into)
    audit(
        "theme.merged",
        by=by,
        on=f"theme:{into.pk}",
        before={"theme": theme.pk, "name": theme.name},
        after={"moved": moved},
    )
    theme.delete()
