-- Chance without chance: the same number for the same n and salt, on every machine and in any order.
CREATE OR REPLACE FUNCTION pg_temp.roll(n bigint, salt bigint, sides bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT (hashint8extended(n, salt) & 9223372036854775807) %% sides';

CREATE TEMPORARY TABLE bodies (kind text, number bigint, text text, words tsvector);

-- What is said again and again, and its words.
CREATE TEMPORARY TABLE looked_up AS
SELECT DISTINCT text, to_tsvector('regulars', text) AS words
FROM unnest(%(subjects)s::text[] || %(agent_names)s::text[] || ARRAY['Hello', '', %(one_of_100)s, %(one_of_5000)s]) AS text;
