from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Now

from regulars.knowledge.actions.publish import publish
from regulars.knowledge.holding import held
from regulars.knowledge.models import Translation
from regulars.team.actions.audit import audit

BATCH = 10


def publish_due(*, now: datetime | None = None) -> int:
    """Publish the drafts whose time has come. Returns how many. The time is the database's, unless a story tells another.

    Each is published in the transaction that takes its time away: whoever is killed leaves it to be done. What cannot be
    published any more loses its time, and the audit log says why.
    """
    moment = Now() if now is None else Value(now)
    due = Translation.objects.filter(publish_at__lte=moment).order_by("publish_at", "pk")
    several = list(due[:BATCH])
    for translation in several:
        _publish(translation, due=due)
    return len(several)


def next_due() -> datetime | None:
    """When the next draft is published."""
    waiting = Translation.objects.filter(publish_at__isnull=False).order_by("publish_at")
    return waiting.values_list("publish_at", flat=True).first()


@transaction.atomic
def _publish(translation: Translation, *, due: QuerySet[Translation]) -> None:
    translation = held(translation)
    if not due.filter(pk=translation.pk).exists():
        return  # somebody else was quicker, or thought better of it
    by = translation.publish_by
    try:
        publish(translation, by=by)
    except ValidationError as error:
        why = {"language": translation.language, "why": " ".join(error.messages)}
        audit("article.not_published", by=by, on=f"article:{translation.article_id}", after=why)
    Translation.objects.filter(pk=translation.pk).update(publish_at=None, publish_by=None)
