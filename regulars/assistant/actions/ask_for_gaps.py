from __future__ import annotations

from django.db import connection, transaction

from regulars.assistant.models import Search
from regulars.knowledge.models import HelpCentre
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def ask_for_gaps(centre: HelpCentre, *, by: Agent) -> Search:
    """Let the worker look through settled conversations for what no article answers. Harmless while it does."""
    search, is_new = Search.objects.get_or_create(centre=centre, finished_at=None, defaults={"asked_by": by})
    if is_new:
        audit("gaps.asked_for", by=by, on=f"help_centre:{centre.pk}")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('gaps', '')")
    return search
