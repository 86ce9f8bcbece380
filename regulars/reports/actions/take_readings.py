from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from regulars.conversations.models import Conversation
from regulars.lib.hours.zones import zone_name
from regulars.reports.keeping import read_anew
from regulars.reports.models import Progress, Reading, Total
from regulars.reports.reading import EDITION
from regulars.team.days import house_zone

BATCH = 500  # conversations that changed, or that are read the first time, in one transaction
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
        progress = _progress()
        cursor.execute(_TAKE, [BATCH])
        changed = {number for (number,) in cursor.fetchall()}
    numbers = sorted(changed) or _next(progress)
    if numbers:
        read_anew(numbers, zone=house_zone())
    progress.read_at = timezone.now()
    progress.save()
    return len(numbers)


def begin_anew() -> Progress:
    """Forget all readings, so that everything is read once more: the newest conversations first."""
    Reading.objects.all().delete()
    Total.objects.all().delete()
    Progress.objects.all().delete()
    newest = Conversation.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return Progress.objects.create(edition=EDITION, zone=zone_name(house_zone()), left=newest, began_with=newest)


def _progress() -> Progress:
    found = Progress.objects.first()
    is_right = found and (found.edition, found.zone) == (EDITION, zone_name(house_zone()))
    return found if found and is_right else begin_anew()


def _next(progress: Progress) -> list[int]:
    """The next conversations below those that have been read."""
    below = Conversation.objects.filter(pk__lte=progress.left).order_by("-pk")
    numbers = list(below.values_list("pk", flat=True)[:BATCH])
    progress.left = numbers[-1] - 1 if len(numbers) == BATCH else 0
    return numbers


_TAKE = """
    DELETE FROM reports_changed WHERE id IN (SELECT id FROM reports_changed ORDER BY id LIMIT %s) RETURNING conversation
"""
