-- One customer for every five conversations. Their words are looked up here once, not for each message.
CREATE TEMPORARY TABLE crowd AS
SELECT *, pg_temp.marked('<', who_words) AS from_words, pg_temp.marked('>', who_words) AS to_words FROM (
SELECT *,
       split_part(name, ' ', 1) AS first_name,
       to_tsvector('regulars', name) AS name_words,
       to_tsvector('regulars', split_part(name, ' ', 1)) AS first_name_words,
       to_tsvector('regulars', name || ' ' || address || ' ' || regexp_replace(address, '[@._+/\\-]+', ' ', 'g')) AS who_words
FROM (
    SELECT n,
           %(customers)s + n AS id,
           first.name || ' ' || last.name AS name,
           first.slug || '.' || last.slug || %(customers)s + n || '@post.example' AS address,
           %(now)s - interval '3 years' - pg_temp.roll(n, 12, 300) * interval '1 day' AS met_at,
           (%(languages)s::text[])[1 + pg_temp.roll(n, 13, cardinality(%(languages)s::text[]))] AS language
    FROM generate_series(1, %(people)s) AS n
    JOIN unnest(%(first_names)s::text[], %(first_slugs)s::text[]) WITH ORDINALITY AS first (name, slug, place)
        ON first.place = 1 + pg_temp.roll(n, 10, cardinality(%(first_names)s::text[]))
    JOIN unnest(%(last_names)s::text[], %(last_slugs)s::text[]) WITH ORDINALITY AS last (name, slug, place)
        ON last.place = 1 + pg_temp.roll(n, 11, cardinality(%(last_names)s::text[]))
) AS met) AS known;

CREATE INDEX ON crowd (n);
ANALYZE crowd;

INSERT INTO customers_customer (id, name, language, attributes, created_at)
SELECT id, name, language, jsonb_build_object('Orders', 1 + pg_temp.roll(n, 14, 30)), met_at FROM crowd ORDER BY n;

INSERT INTO customers_identity (customer_id, kind, value, is_primary, created_at)
SELECT id, 'email', address, true, met_at FROM crowd ORDER BY n;

INSERT INTO customers_identity (customer_id, kind, value, is_primary, created_at)
SELECT id, 'phone', '+3363' || lpad(id::text, 7, '0'), true, met_at FROM crowd WHERE n %% 4 = 0 ORDER BY n;

INSERT INTO customers_timelineevent (customer_id, kind, facts, about, by, at)
SELECT id, 'customer.met', '{"channel": "email"}', '', 'system', met_at FROM crowd ORDER BY n;
