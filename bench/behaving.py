"""Many customers with fifty events of each over twelve months, as years of tracking leave them: what one did lies far apart."""

from __future__ import annotations

from datetime import date, timedelta

from regulars.config.progress import Bar

EVENTS, MONTHS, DEEDS = 50, 12, ("Product Viewed", "Product Added", "Order Completed", "page", "Support Opened")

# Indexes are made at the end, and nothing looks on: what is filled so is what filling event by event leaves.
_BEGIN = """
    SET LOCAL maintenance_work_mem = '512MB'; SET LOCAL work_mem = '1GB';
    ALTER TABLE behaviour_done DROP CONSTRAINT behaviour_done_pkey; DROP INDEX behaviour_done_by;
    ALTER TABLE behaviour_tally DROP CONSTRAINT behaviour_tally_pkey;
"""
_PEOPLE = """
    INSERT INTO customers_customer (id, name, language, time_zone, attributes, created_at)
        SELECT n, 'Customer ' || n, '', '', jsonb_build_object('tier', (ARRAY['bronze', 'silver', 'gold'])[1 + n %% 3]), now()
        FROM generate_series(%(first)s, %(last)s) AS n;
    INSERT INTO behaviour_trail (id, source_id, key, customer_id, began_at)
        SELECT n, %(source)s, 'u:b' || n, n, now() FROM generate_series(%(first)s, %(last)s) AS n
"""
_DOINGS = """
    INSERT INTO behaviour_done (month, message, trail_id, deed_id, at, properties)
        SELECT date_trunc('month', at)::date, gen_random_uuid(), n, %(deed)s + mod(hashint8(n * 64 + %(round)s) & 1023, 5), at, '{}'
        FROM generate_series(%(first)s, %(last)s) AS n,
            LATERAL (SELECT now() - mod(hashint8(n * 97 + %(round)s) & 2147483647, %(seconds)s) * interval '1 second' AS at) AS happened
"""
_INDEXES = (
    "ALTER TABLE behaviour_done ADD PRIMARY KEY (month, message)",
    "CREATE INDEX behaviour_done_by ON behaviour_done (trail_id, deed_id, at)",
    """INSERT INTO behaviour_tally (trail_id, deed_id, times, first_at, last_at)
        SELECT trail_id, deed_id, count(*), min(at), max(at) FROM behaviour_done GROUP BY 1, 2""",
    "ALTER TABLE behaviour_tally ADD PRIMARY KEY (trail_id, deed_id)",
)
_TABLES = ("customers_customer", "behaviour_trail", "behaviour_done", "behaviour_tally")


def fill(members: int) -> dict[str, int]:
    """Customers, their trails and events. Returns the ids of what is done, by name."""
    from django.db import connection, transaction

    from regulars.behaviour.models import Deed, Source
    from regulars.behaviour.writing import make_months

    source = Source.objects.create(name="Bench", kind="server")
    deeds = Deed.objects.bulk_create([Deed(name=name) for name in DEEDS])
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM customers_customer")
        (first,) = cursor.fetchone()
        words = {"first": first, "last": first + members - 1, "source": source.pk, "deed": deeds[0].pk}
        words |= {"seconds": 30 * MONTHS * 86_400}
        cursor.execute(_PEOPLE, words)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_BEGIN)
        make_months({(date.today() - timedelta(days=days)).replace(day=1) for days in range(30 * MONTHS + 1)})
        steps = [
            *((_DOINGS, {"round": number}) for number in range(EVENTS)),
            *((each, {}) for each in _INDEXES),
        ]
        bar = Bar(f"Writing {members * EVENTS:,} events, step")
        for number, (statement, more) in enumerate(steps, start=1):
            cursor.execute(statement, words | more if "%(" in statement else None)
            bar(number, len(steps))
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")
        for table in _TABLES[:2]:
            cursor.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
    return {each.name: each.pk for each in deeds}
