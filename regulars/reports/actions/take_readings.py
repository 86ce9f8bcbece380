from __future__ import annotations

from datetime import tzinfo

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from regulars.conversations.models import Conversation
from regulars.lib.hours.zones import zone_name
from regulars.reports import totals
from regulars.reports.keeping import read_anew, read_first
from regulars.reports.models import Progress
from regulars.reports.reading import EDITION
from regulars.team.days import house_zone

BATCH = 500  # conversations that changed, or that are read the first time, in one transaction
PATIENCE = 1000  # milliseconds
TURN = 7_011_962_241  # an advisory lock: one reads, for the whole house


@transaction.atomic
def take_readings() -> int:
    """Read the conversations that have changed since, and then go on with those that were never read. For the worker.

    One at a time in the whole house. A change is forgotten in the transaction that follows it, and what commits later has a
    line of its own. Returns how many conversations were looked at.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [TURN])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_TAKE, [BATCH])
        changed = sorted({number for (number,) in cursor.fetchall()})
    progress, zone = _progress(), house_zone()
    if changed:
        read_anew(changed, zone=zone, are_added_up=progress.left == 0)
    numbers = changed or _read_next(progress, zone)
    progress.read_at = timezone.now()
    progress.save()
    return len(numbers)


def begin_anew() -> Progress:
    """Forget all readings, so that everything is read once more: the newest conversations first."""
    with connection.cursor() as cursor:
        # A backup that is being taken holds these tables, and all pages would wait behind us: the worker tries again.
        cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE}")
        cursor.execute("TRUNCATE reports_reading, reports_total, reports_week, reports_progress")
        cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    newest = Conversation.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return Progress.objects.create(edition=EDITION, zone=zone_name(house_zone()), left=newest, began_with=newest)


def _progress() -> Progress:
    found = Progress.objects.first()
    is_right = found and (found.edition, found.zone) == (EDITION, zone_name(house_zone()))
    return found if found and is_right else begin_anew()


def _read_next(progress: Progress, zone: tzinfo) -> list[int]:
    """Read the next conversations below those that have been read; behind the last, everything is added up."""
    if progress.left == 0:
        return []
    below = Conversation.objects.filter(pk__lte=progress.left).order_by("-pk")
    numbers = list(below.values_list("pk", flat=True)[:BATCH])
    read_first(numbers, zone=zone)
    progress.left = numbers[-1] - 1 if len(numbers) == BATCH else 0
    if progress.left == 0:
        totals.add_up(zone=zone)
    return numbers


_TAKE = """
    DELETE FROM reports_changed WHERE id IN (SELECT id FROM reports_changed ORDER BY id LIMIT %s) RETURNING conversation
"""
