"""A programme with many members and a past, written by plain SQL: each has credits that are half spent, one of which ends this night."""

from __future__ import annotations

CREDITS = 10  # of each member, each half spent: 20 entries

FILL = """
    INSERT INTO customers_customer (id, name, language, time_zone, attributes, created_at)
        SELECT n, 'Member ' || n, '', '', '{{}}', now() FROM generate_series({first}, {last}) AS n;
    INSERT INTO loyalty_account (id, programme_id, customer_id, number, status, joined_at, clock, due_at, pending, available, held, spent,
            expired, reversed, debt, tier, own_tier, is_in_grace, given_tier, review_at)
        SELECT n, {programme}, n, 'B' || n, 'active', now() - interval '1 year', now() - interval '10 days', now() - interval '1 day',
            0, {credits} * 40, 0, {credits} * 60, 0, 0, 0, 'silver', 'silver', false, '', date_trunc('year', now()) + interval '1 year'
        FROM generate_series({first}, {last}) AS n;
    INSERT INTO loyalty_operation (id, programme_id, account_id, kind, amount, change, balance, digest, reference, reason, by, version, at, happened_at)
        SELECT (n * {credits} + c) * 2 + k, {programme}, n, CASE k WHEN 0 THEN 'earn' ELSE 'redeem' END, CASE k WHEN 0 THEN 100 ELSE 60 END,
            CASE k WHEN 0 THEN 100 ELSE -60 END, 40, '', '', 'Order', 'system', 1, at, at
        FROM generate_series({first}, {last}) AS n, generate_series(0, {credits} - 1) AS c, generate_series(0, 1) AS k,
            LATERAL (SELECT now() - interval '300 days' + c * interval '20 days' + k * interval '1 day' AS at) AS later;
    INSERT INTO loyalty_lot (id, account_id, operation_id, issued, moved, pending, available, held, spent, expired, reversed, charged, owed, paid,
            activates_at, expires_at, qualifies, qualifies_back, spend, spend_back, is_order, may_move)
        SELECT n * {credits} + c, n, (n * {credits} + c) * 2, 100, 0, 0, 40, 0, 60, 0, 0, 0, 0, 0, at,
            CASE c WHEN 0 THEN now() - interval '1 day' ELSE now() + c * interval '30 days' END, 100, 0, 0, 0, false, true
        FROM generate_series({first}, {last}) AS n, generate_series(0, {credits} - 1) AS c,
            LATERAL (SELECT now() - interval '300 days' + c * interval '20 days' AS at) AS later;
    INSERT INTO loyalty_entry (operation_id, account_id, lot_id, source, target, amount, at)
        SELECT (n * {credits} + c) * 2 + k, n, n * {credits} + c, k * 2, 2 + k * 2, 100 - 40 * k, at
        FROM generate_series({first}, {last}) AS n, generate_series(0, {credits} - 1) AS c, generate_series(0, 1) AS k,
            LATERAL (SELECT now() - interval '300 days' + c * interval '20 days' + k * interval '1 day' AS at) AS later;
"""
TIDY = """
    SELECT setval('customers_customer_id_seq', {last}), setval('loyalty_account_id_seq', {last}),
        setval('loyalty_operation_id_seq', ({last} + 1) * {credits} * 2), setval('loyalty_lot_id_seq', ({last} + 1) * {credits});
    ANALYZE customers_customer, loyalty_account, loyalty_operation, loyalty_lot, loyalty_entry;
"""
TIERS = {"levels": [{"word": "silver", "name": "Silver", "min": 500}]}


def fill(count: int) -> range:
    """The numbers of so many new members."""
    from django.db import connection

    from regulars.config.progress import Bar
    from regulars.customers.models import Customer
    from regulars.loyalty.actions.save_programme import save_programme

    programme = save_programme(None, by=None, facts={"name": "Bench"}, terms={"tiers": TIERS})
    first = (Customer.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    members, bar = range(first, first + count), Bar(f"Writing {count:,} members")
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
        if may_hurry := cursor.fetchone()[0]:  # else each foreign key is looked up
            cursor.execute("SET session_replication_role = replica")
        for begin in range(first, members[-1] + 1, 10_000):
            last = min(begin + 9_999, members[-1])
            cursor.execute(FILL.format(first=begin, last=last, programme=programme.pk, credits=CREDITS))
            bar(last - first + 1, count)
        if may_hurry:
            cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute(TIDY.format(last=members[-1], credits=CREDITS))
    return members
