from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.lib.conditions import check
from regulars.lib.refusal import refusal
from regulars.reports.dashboards import DASHBOARDS
from regulars.reports.mailing import next_time
from regulars.reports.models import Mailing
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

LONGEST = 366  # days


@transaction.atomic
def save_mailing(
    mailing: Mailing | None,
    *,
    dashboard: str,
    days: int,
    rhythm: str,
    hour: int,
    readers: Sequence[Agent],
    conditions: dict[str, Any],
    is_on: bool,
    by: Agent,
) -> Mailing:
    """Let a dashboard go to these readers in a rhythm. Raises ValidationError("dashboard", "days", "rhythm", "hour", "readers", "conditions")."""
    if dashboard not in DASHBOARDS:
        raise refusal("dashboard", _("There is no such dashboard."))
    if not 1 <= days <= LONGEST:
        raise refusal("days", _("From 1 to %d days.") % LONGEST)
    if rhythm not in Mailing.Rhythm.values:
        raise refusal("rhythm", _("Every day, every Monday, or on the first of each month."))
    if not 0 <= hour <= 23:
        raise refusal("hour", _("From 0 to 23 o’clock."))
    if not readers:
        raise refusal("readers", _("Say who gets it."))
    check(conditions or {"all": []}, CONVERSATION_FIELDS)
    kept = mailing or Mailing()
    before = _facts(kept) if mailing else {}
    kept.dashboard, kept.days, kept.rhythm, kept.hour, kept.is_on = dashboard, days, rhythm, hour, is_on
    kept.conditions = {} if conditions == {"all": []} else conditions
    kept.due_at = next_time(rhythm, hour, after=timezone.now())
    kept.save()
    kept.readers.set(readers)
    audit("reports.mailing_saved", by=by, on=f"mailing:{kept.pk}", before=before, after=_facts(kept))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('mailings', '')")
    return kept


def _facts(mailing: Mailing) -> dict[str, Any]:
    named = {name: getattr(mailing, name) for name in ("dashboard", "days", "rhythm", "hour", "is_on", "conditions")}
    return named | {"readers": sorted(mailing.readers.values_list("pk", flat=True))}
