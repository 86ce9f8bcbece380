"""Which customers are held against which: by lot, where that tells what was caused, and else only as it happens to be."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from regulars.customers.models import Customer
from regulars.experiments.holding import Held
from regulars.experiments.models import Experiment, Holdout

TRIED, OTHER = "tried", "other"
DAYS = 90  # that something had to happen in, and that its outcome is looked at in


class Groups(NamedTuple):
    """SQL for who is in which group since when, and what stands in it."""

    people: str
    facts: dict[str, Any]


def of_holdout(holdout: Holdout) -> Groups:
    """All whom we knew when it began."""
    asked = (
        Customer.objects.met().filter(created_at__lt=holdout.begun_at).annotate(held=Held("pk")).values("id", "held")
    )
    sql, values = asked.order_by().query.sql_with_params()
    facts: dict[str, Any] = {f"given{place}": value for place, value in enumerate(values)} | {"begun": holdout.begun_at}
    sql = sql.replace("%s", "{}").format(*(f"%(given{place})s" for place in range(len(values))))
    people = f"SELECT id AS customer_id, CASE WHEN held THEN '{OTHER}' ELSE '{TRIED}' END AS arm, %(begun)s::timestamptz AS since FROM ({sql}) AS known"
    return Groups(people, facts)


def of_experiment(experiment: Experiment) -> Groups:
    """Each since they were drawn. Of two who are one the control counts, else who was drawn first."""
    people = """
        SELECT DISTINCT ON (customer_id) customer_id, arm, at AS since FROM experiments_assigned
        WHERE experiment_id = %(experiment)s ORDER BY customer_id, arm <> %(control)s, at, id
    """
    return Groups(people, {"experiment": experiment.pk, "control": experiment.control["word"]})


class Found(NamedTuple):
    """Groups that nobody drew: whoever is in one differs from the others in more than this."""

    name: str
    tried: Any
    other: Any
    groups: Groups


def as_they_are(*, now: datetime) -> list[Found]:
    """Who was what in a quarter of a year, and did what in the next."""
    facts = {
        "from": now - timedelta(days=2 * DAYS),
        "turn": now - timedelta(days=DAYS),
        "tried": TRIED,
        "other": OTHER,
        "quick": 60,
    }
    return [
        Found("members", _("Members of a programme"), _("Who is none, and has ordered"), Groups(_MEMBERS, facts)),
        Found(
            "helped",
            _("Who wrote to us, and it was resolved"),
            _("Who did not write, and has ordered"),
            Groups(_HELPED, facts),
        ),
        Found("quick", _("Who was answered within an hour"), _("Who waited longer"), Groups(_QUICK, facts)),
    ]


_BUYERS = "SELECT DISTINCT customer_id FROM commerce_order WHERE placed_at < %(turn)s AND customer_id IS NOT NULL"
_MEMBERS = f"""
    SELECT customer_id, CASE WHEN EXISTS (SELECT FROM loyalty_account AS account WHERE account.customer_id = buyer.customer_id
        AND account.joined_at < %(turn)s) THEN %(tried)s ELSE %(other)s END AS arm, %(turn)s::timestamptz AS since FROM ({_BUYERS}) AS buyer
"""
_HELPED = f"""
    SELECT customer_id, CASE WHEN EXISTS (SELECT FROM conversations_conversation AS one WHERE one.customer_id = buyer.customer_id
        AND one.created_at >= %(from)s AND one.resolved_at < %(turn)s) THEN %(tried)s ELSE %(other)s END AS arm, %(turn)s::timestamptz AS since
    FROM ({_BUYERS}) AS buyer WHERE NOT EXISTS (SELECT FROM conversations_conversation AS one WHERE one.customer_id = buyer.customer_id
        AND one.created_at >= %(from)s AND one.created_at < %(turn)s AND (one.resolved_at IS NULL OR one.resolved_at >= %(turn)s))
"""
_QUICK = """
    SELECT DISTINCT ON (customer_id) customer_id,
        CASE WHEN replied_at - created_at <= make_interval(mins => %(quick)s) THEN %(tried)s ELSE %(other)s END AS arm, %(turn)s::timestamptz AS since
    FROM conversations_conversation WHERE created_at >= %(from)s AND replied_at < %(turn)s AND replied_at > created_at AND merged_into_id IS NULL AND side_of_id IS NULL
    ORDER BY customer_id, created_at
"""
