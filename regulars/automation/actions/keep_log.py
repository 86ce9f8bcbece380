from datetime import timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from regulars.automation.models import Rulebook
from regulars.automation.rulebook import turn_page
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

SHORTEST, LONGEST = 7, 3650  # days: the list of rules counts what happened within a week
BATCH = 1000

_FORGET = """
    DELETE FROM automation_rulerun WHERE at < statement_timestamp() - %s
        AND id IN (SELECT id FROM automation_rulerun ORDER BY id LIMIT %s)
"""


@transaction.atomic
def keep_log(*, days: int, by: Agent) -> None:
    """Say for how many days the log of rules is kept, 7 to 3650. Harmless twice. Raises ValidationError("days")."""
    if isinstance(days, bool) or not isinstance(days, int) or not SHORTEST <= days <= LONGEST:
        raise refusal("days", _("Between {} and {} days.").format(SHORTEST, LONGEST))
    before = log_days()
    if days != before:
        turn_page()
        Rulebook.objects.update(kept_days=days)
        audit("rules.log_kept", by=by, before={"days": before}, after={"days": days})


def log_days() -> int:
    """For how many days the log of rules is kept."""
    return (Rulebook.objects.first() or Rulebook()).kept_days


def forget_runs() -> int:
    """Delete some of what rules did longer ago than the log is kept: the oldest. What is on the timelines stays. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [timedelta(days=log_days()), BATCH])
        return cursor.rowcount
