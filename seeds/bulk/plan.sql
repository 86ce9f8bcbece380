-- What each conversation will be. Four messages on average; one in twenty-five is open, a third of those is nobody's.
CREATE TEMPORARY TABLE plan AS
SELECT numbered.n,
       %(conversations)s + numbered.n AS id,
       %(messages)s + sum(size) OVER (ORDER BY numbered.n) - size AS before,  -- the id of its message 1 is one more
       size,
       1 + pg_temp.roll(numbered.n, 20, %(people)s) AS customer,
       agent.id AS agent_id,
       agent.name AS agent_name,
       CASE WHEN pg_temp.roll(numbered.n, 5, 5) < 2 THEN (%(teams)s::bigint[])[1 + pg_temp.roll(numbered.n, 6, cardinality(%(teams)s::bigint[]))]
           END AS team_id,
       (%(subjects)s::text[])[1 + pg_temp.roll(numbered.n, 7, cardinality(%(subjects)s::text[]))] AS subject,
       CASE WHEN pg_temp.roll(numbered.n, 8, 3) = 0 THEN ARRAY[(%(tags)s::text[])[1 + pg_temp.roll(numbered.n, 9, cardinality(%(tags)s::text[]))]]
           ELSE '{}' END AS tags,
       is_open,
       ended_at - (size - 1) * gap AS began_at,
       gap,
       ended_at
FROM (
    SELECT n,
           (%(sizes)s::int[])[1 + pg_temp.roll(n, 1, cardinality(%(sizes)s::int[]))] AS size,
           pg_temp.roll(n, 2, 1000) < CASE WHEN n > %(count)s * 0.9 THEN 300 ELSE 11 END AS is_open,
           (1 + pg_temp.roll(n, 3, 36)) * interval '10 minutes' AS gap,
           %(now)s - (%(count)s - n) * (interval '3 years' / %(count)s) - pg_temp.roll(n, 4, 259200) * interval '1 second'
               AS ended_at
    FROM generate_series(1, %(count)s) AS n
) AS numbered
LEFT JOIN unnest(%(agents)s::bigint[], %(agent_names)s::text[]) WITH ORDINALITY AS agent (id, name, place)
    ON agent.place = 1 + pg_temp.roll(numbered.n, 21, cardinality(%(agents)s::bigint[]))
   AND NOT (is_open AND pg_temp.roll(numbered.n, 22, 3) = 0);

CREATE INDEX ON plan (n);
ANALYZE plan;
