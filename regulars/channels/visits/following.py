"""Whom a widget follows, as its script is told."""

from __future__ import annotations

from django.utils import timezone

from regulars.channels.chat.models import Widget
from regulars.channels.visits.greeting import active
from regulars.channels.visits.models import Following


def following_of(widget: Widget) -> Following:
    """As the admins have set it; nobody is followed where they have not."""
    return Following.objects.filter(widget=widget).first() or Following(widget=widget)


def followed(widget: Widget) -> dict[str, bool] | None:
    """Nothing where a page need say nothing: then its script loads nothing more."""
    following = following_of(widget)
    greets = active(widget, now=timezone.now()).exists()
    if not (following.is_on or greets):
        return None
    return {"follows": following.is_on, "needs_consent": following.needs_consent, "greets": greets}
