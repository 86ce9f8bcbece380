"""Customers over time: who is new, who buys, who buys again, who comes back month after month."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regulars.lib import money
from regulars.lib.hours.zones import zone_name
from regulars.lib.sureness import wilson
from regulars.reports import charts
from regulars.reports.adding import rows
from regulars.reports.asking import Asked, floor, places
from regulars.reports.figures import more_or_fewer
from regulars.reports.panels import Cell, Panel
from regulars.reports.words import dated, many, part, share, worth
from regulars.team.days import house_today, house_zone

AGAIN_WITHIN = 90  # days
COHORTS = 12  # months
_COUNTED = "NOT is_test AND cancelled_at IS NULL AND deleted_at IS NULL AND customer_id IS NOT NULL"


def buying(asked: Asked) -> list[Panel]:
    """New customers, orders, buying again within 90 days, and cohorts of a year."""
    return [_met(asked), _buyers(asked), *_revenue(asked), _again(asked), _cohorts(asked)]


def _met(asked: Asked) -> Panel:
    found = rows(
        "SELECT (created_at AT TIME ZONE %s)::date, count(*) FROM customers_customer "
        "WHERE merged_into_id IS NULL AND created_at >= %s::date - 1 AND created_at < %s::date + 2 GROUP BY 1",
        [_zone(), asked.before.first, asked.last],
    )
    return _line(_("New customers"), dict(found), asked)


def _buyers(asked: Asked) -> Panel:
    found = rows(
        f"SELECT (placed_at AT TIME ZONE %s)::date, count(*) FROM commerce_order WHERE {_COUNTED} "
        "AND placed_at >= %s::date - 1 AND placed_at < %s::date + 2 GROUP BY 1",
        [_zone(), asked.before.first, asked.last],
    )
    return _line(_("Orders of known customers"), dict(found), asked)


def _line(name: str, counts: dict[date, int], asked: Asked) -> Panel:
    steps: dict[date, int] = defaultdict(int)
    for day, number in counts.items():
        if asked.first <= day <= asked.last:
            steps[floor(day, asked.step)] += number
    now, before = (
        sum(steps.values()),
        sum(number for day, number in counts.items() if asked.before.first <= day < asked.first),
    )
    whole = sum(number for day, number in counts.items() if asked.first <= day <= asked.whole_until)
    is_other = more_or_fewer(whole, before, asked, all_of_them=now)
    return Panel(
        name=name,
        value=many(now),
        note=(_("before: %s") if is_other else _("before: %s, no real change")) % many(before),
        turn="" if not is_other else "up" if now > before else "down",
        chart=charts.dated([(day, steps[day]) for day in places(asked)], of=name),
        columns=(_("From"), name),
        rows=[(dated(day), steps[day]) for day in places(asked)],
    )


def _revenue(asked: Asked) -> list[Panel]:
    """Money by currency: what was asked for, less what went back. Of the past; what a customer will be worth is another matter."""
    found = rows(
        f"SELECT currency, count(*), sum(total - refunded)::bigint, count(DISTINCT customer_id) FROM commerce_order WHERE {_COUNTED} "
        "AND (placed_at AT TIME ZONE %s)::date BETWEEN %s AND %s GROUP BY currency ORDER BY 3 DESC LIMIT 3",
        [_zone(), asked.first, asked.last],
    )
    return [
        Panel(
            name=_("Revenue of these days"),
            value=money.said(total, currency),
            note=_("%(orders)s orders of %(people)s customers, after refunds")
            % {"orders": many(orders), "people": many(people)},
            columns=(_("Currency"), _("Orders"), _("Customers"), _("Each customer")),
            rows=[(currency, orders, people, worth(round(total / people), currency))],
        )
        for currency, orders, total, people in found
    ]


def _again(asked: Asked) -> Panel:
    """Of those who bought the first time in these days, as far as they are old enough: who bought on another day within 90."""
    ((ripe, again),) = rows(
        f"""
        WITH bought AS (SELECT customer_id, (placed_at AT TIME ZONE %s)::date AS day FROM commerce_order WHERE {_COUNTED}),
            first AS (SELECT customer_id, min(day) AS day FROM bought GROUP BY 1 HAVING min(day) BETWEEN %s AND %s)
        SELECT count(*), count(*) FILTER (WHERE EXISTS (SELECT FROM bought WHERE bought.customer_id = first.customer_id
            AND bought.day > first.day AND bought.day <= first.day + {AGAIN_WITHIN})) FROM first
        """,
        [_zone(), asked.first - timedelta(days=AGAIN_WITHIN), min(asked.last, house_today()) - timedelta(days=AGAIN_WITHIN)],
    )  # fmt: skip
    held = wilson(again, ripe)
    return Panel(
        name=_("Bought again within 90 days"),
        value=share(held.value / 100) if held else "–",
        note=_("of %(people)s who bought the first time, 90 days earlier") % {"people": many(ripe)},
        facts=[(_("True share, 95 of 100 times"), f"{share(held.low / 100)} – {share(held.high / 100)}")]
        if held
        else [],
        columns=(_("First bought"), _("Bought again")),
        rows=[(ripe, again)],
    )


def _cohorts(asked: Asked) -> Panel:
    """By the month of the first order: who bought in each calendar month after it. Months that are not over are left blank."""
    until = floor(asked.last, "month")
    known = min(house_today(), _over(until, 0))  # what comes after these days was not asked for, and is no nought
    found = rows(
        f"""
        WITH bought AS (SELECT DISTINCT customer_id, date_trunc('month', placed_at AT TIME ZONE %s)::date AS month
                FROM commerce_order WHERE {_COUNTED}),
            began AS (SELECT customer_id, min(month) AS cohort FROM bought GROUP BY 1)
        SELECT cohort, (extract(year FROM age(month, cohort)) * 12 + extract(month FROM age(month, cohort)))::integer, count(*)
        FROM bought JOIN began USING (customer_id)
        WHERE cohort > %s::date - interval '{COHORTS} months' AND cohort <= %s AND month <= %s GROUP BY 1, 2 ORDER BY 1, 2
        """,
        [_zone(), until, until, until],
    )  # fmt: skip
    sizes = {cohort: number for cohort, after, number in found if after == 0}
    kept: dict[tuple[date, int], int] = {(cohort, after): number for cohort, after, number in found}
    cells: list[dict[str, Any]] = []
    lines = []
    for cohort, size in sizes.items():
        line: list[Any] = [Cell(date_format(cohort, "M Y"), value=cohort), size]
        for after in range(1, COHORTS):
            value = kept.get((cohort, after), 0) / size if _over(cohort, after) <= known else None
            line.append("" if value is None else part(value))
            if value is not None:
                cells.append({"cohort": date_format(cohort, "M Y"), "after": after, "value": round(100 * value, 1)})
        lines.append(line)
    return Panel(
        name=_("Who comes back, by the month of the first order"),
        note=_(
            "Per cent of each month's new customers who bought in a later calendar month, in the house's time zone."
        ),
        chart=charts.heat(cells, across="after", down="cohort", of=_("per cent")) if cells else None,
        columns=(_("First order"), _("Customers"), *(_("month %d") % after for after in range(1, COHORTS))),
        rows=lines,
        is_wide=True,
    )


def _over(cohort: date, after: int) -> date:
    """The day on which so many months after the cohort's are over."""
    month = cohort.month + after
    return date(cohort.year + month // 12, month % 12 + 1, 1)


def _zone() -> str:
    return zone_name(house_zone())
