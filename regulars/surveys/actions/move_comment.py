from __future__ import annotations

from django.db import transaction

from regulars.surveys.models import Comment, Theme
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def move_comment(comment: Comment, *, theme: Theme | None, by: Agent) -> None:
    """Put a comment beside another theme, or beside none: nothing takes it from there by itself."""
    comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if comment.theme_id == (theme and theme.pk):
        return
    before = {"theme": comment.theme_id}
    comment.theme, comment.by_hand = theme, True
    comment.save(update_fields=["theme", "by_hand"])
    audit("comment.moved", by=by, on=f"opinion:{comment.pk}", before=before, after={"theme": comment.theme_id})
