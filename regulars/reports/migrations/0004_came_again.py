"""Who came again within a week of the solution, but long after the last letter, was not seen: these are read anew."""

from django.db import migrations

# How many had begun at either end of the time in which it counts and was not seen: one sort, however many one customer has.
READ = """
    WITH marks AS (
        SELECT customer_id, created_at AS at, NULL::bigint AS one, 0 AS sign FROM conversations_conversation
        UNION ALL SELECT customer_id, greatest(resolved_at, last_activity_at + interval '7 days' - interval '1 second'), id, -1
            FROM conversations_conversation WHERE resolved_at > last_activity_at
        UNION ALL SELECT customer_id, resolved_at + interval '7 days', id, 1
            FROM conversations_conversation WHERE resolved_at > last_activity_at
    ), counted AS (
        SELECT one, sign, count(*) FILTER (WHERE one IS NULL) OVER (PARTITION BY customer_id ORDER BY at) AS begun FROM marks
    )
    INSERT INTO reports_changed (conversation) SELECT one FROM counted WHERE one IS NOT NULL GROUP BY one HAVING sum(sign * begun) > 0
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_week")]

    operations = [migrations.RunSQL(READ, migrations.RunSQL.noop)]
