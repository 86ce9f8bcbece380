from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from regulars.channels.chat.models import Frame, Upload, Visitor, Widget
from regulars.channels.visits.following import following_of
from regulars.channels.visits.models import Visit
from regulars.lib import blobs
from regulars.live.sharing import forget_allowances

EVERY = timedelta(hours=6)
TOGETHER = 1000  # rows in one transaction
_next: dict[str, datetime] = {}


def forget_old() -> int:
    """Forget visits older than their widget says, the bytes of frames read and of files sent so long ago, visitors who never
    wrote, and old limits.

    That a frame came stays known, so that nothing arrives twice. Returns how many rows, at most a few thousand.
    """
    if _next.get("at", timezone.now()) > timezone.now():
        return 0
    count = sum(_forget(widget) for widget in Widget.objects.all()) + forget_allowances()
    if not count:
        _next["at"] = timezone.now() + EVERY
    return count


def next_due() -> datetime | None:
    """When it is looked for again."""
    return _next.get("at")


def _forget(widget: Widget) -> int:
    before = timezone.now() - timedelta(days=following_of(widget).days)
    visits = Visit.objects.filter(visitor__widget=widget, seen_at__lt=before)
    read = Frame.objects.filter(visitor__widget=widget, due_at=None, at__lt=before).exclude(body=b"")
    silent = Visitor.objects.filter(
        widget=widget, made_at__lt=before, customer=None, lines=None, visits=None, uploads=None
    )
    return (
        Visit.objects.filter(pk__in=_some(visits)).delete()[0]
        + Frame.objects.filter(pk__in=_some(read)).update(body=b"")
        + _forget_files(Upload.objects.filter(visitor__widget=widget, at__lt=before))
        + Visitor.objects.filter(pk__in=_some(silent)).delete()[0]
    )


def _forget_files(sent: QuerySet[Upload]) -> int:
    """What has become a message is the message's, and stays; what a frame that waits may name is left."""
    uploads = Upload.objects.filter(pk__in=_some(sent.exclude(visitor__frames__due_at__isnull=False)))
    digests = list(uploads.values_list("sha256", flat=True))
    count = uploads.delete()[0]
    transaction.on_commit(lambda: blobs.forget_unless_held(digests))
    return count


def _some(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:TOGETHER])
