"""What readers looked for and did not find, and what they say of articles that did not help: what to write next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from regulars.knowledge.models import Asked, HelpCentre, Vote

RECENT = timedelta(days=90)
MOST = 100


def missed(centre: HelpCentre) -> Sequence[dict[str, Any]]:
    """Searches of the last 90 days, each once, that found nothing or led nowhere; the most frequent first."""
    since = timezone.now() - RECENT
    of_readers = Asked.objects.filter(centre=centre, at__gte=since).exclude(reader=Asked.Reader.AGENT)
    several = of_readers.values("language", said=Lower("words")).annotate(
        times=Count("pk"), nothing=Count("pk", filter=Q(found=0)), opened=Count("opened"), last_at=Max("at")
    )
    return list(several.filter(opened=0).order_by("-nothing", "-times", "-last_at")[:MOST])


def comments(centre: HelpCentre) -> QuerySet[Vote]:
    """What was said of articles that did not help, the newest first."""
    recent = Vote.objects.filter(translation__centre=centre, is_helpful=False, at__gte=timezone.now() - RECENT)
    return (
        recent.exclude(comment="")
        .select_related("translation")
        .defer("translation__html", "translation__text")
        .order_by("-at")[:MOST]
    )
