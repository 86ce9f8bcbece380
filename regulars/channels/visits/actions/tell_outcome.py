from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from regulars.channels.chat.models import Visitor
from regulars.channels.visits.models import Greeting, Told

OUTCOMES = ("seen", "clicked", "dismissed")


@transaction.atomic
def tell_outcome(greeting: Greeting, *, what: str, visitor: Visitor | None) -> None:
    """A page has shown a greeting, or it was clicked or dismissed there. Of one visitor each counts once in its period."""
    if visitor is not None:
        now = timezone.now()
        told, is_new = Told.objects.select_for_update().get_or_create(greeting=greeting, visitor=visitor)
        if what == "seen":
            is_again = not is_new and told.is_over(greeting, now=now)
            if is_again:
                told.seen_at, told.clicked_at, told.dismissed_at = now, None, None
                told.save()
            if not (is_new or is_again):
                return
        elif not Told.objects.filter(pk=told.pk, **{f"{what}_at": None}).update(**{f"{what}_at": now}):
            return
    Greeting.objects.filter(pk=greeting.pk).update(**{what: F(what) + 1})
