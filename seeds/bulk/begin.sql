-- Chance without chance: the same number for the same n and salt, on every machine and in any order.
CREATE OR REPLACE FUNCTION pg_temp.roll(n bigint, salt bigint, sides bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT (hashint8extended(n, salt) & 9223372036854775807) %% sides';

-- These words as they are known by the place they stand in: see `conversations/search/lexemes.py`.
CREATE OR REPLACE FUNCTION pg_temp.marked(mark text, words tsvector) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT array_to_tsvector(ARRAY(SELECT mark || unnest(tsvector_to_array(words))))';

CREATE TEMPORARY TABLE bodies (kind text, number bigint, text text, words tsvector);

-- What is said again and again, and its words.
CREATE TEMPORARY TABLE looked_up AS
SELECT text, words, pg_temp.marked('^', words) AS subject_words, pg_temp.marked('<', words) AS from_words
FROM (
    SELECT DISTINCT text, to_tsvector('regulars', text) AS words
    FROM unnest(%(subjects)s::text[] || %(agent_names)s::text[] || ARRAY['Hello', '', %(one_of_100)s, %(one_of_5000)s]) AS text
) AS said;

-- Our own address, where letters go.
CREATE TEMPORARY TABLE us AS
SELECT pg_temp.marked('>', to_tsvector('regulars', name || ' ' || address || ' ' || regexp_replace(address, '[@._+/\\-]+', ' ', 'g'))) AS to_words
FROM jsonb_to_recordset(%(to_us)s::jsonb -> 'to') AS us (name text, address text);
