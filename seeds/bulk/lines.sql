-- The messages of one batch: the customer writes, somebody answers or leaves a note, the customer writes again.
CREATE TEMPORARY TABLE lines AS
SELECT plan.before + position AS id,
       plan.id AS conversation_id,
       position,
       spoken.kind,
       crowd.id AS customer_id,
       crowd.name,
       crowd.address,
       coalesce(plan.agent_id, %(owner)s) AS agent_id,
       coalesce(plan.agent_name, %(owner_name)s) AS agent_name,
       plan.subject,
       plan.began_at + (position - 1) * plan.gap AS at,
       CASE spoken.kind
           WHEN 'in' THEN format(E'Hello,\n\n%%s%%s\n\n%%s', bodies.text, planted.text, crowd.name)
           WHEN 'out' THEN format(E'Hello %%s,\n\n%%s\n\n%%s', crowd.first_name, bodies.text, coalesce(plan.agent_name, %(owner_name)s))
           ELSE bodies.text END AS text,
       CASE spoken.kind
           WHEN 'in' THEN setweight(subject.words || crowd.who_words, 'A')
               || hello.words || bodies.words || planted.words || crowd.name_words
               || subject.subject_words || crowd.from_words || us.to_words
           WHEN 'out' THEN setweight(subject.words || agent.words, 'A')
               || hello.words || crowd.first_name_words || bodies.words || agent.words
               || subject.subject_words || agent.from_words || crowd.to_words
           ELSE setweight(agent.words, 'A') || bodies.words || agent.from_words END AS words
FROM plan
JOIN crowd ON crowd.n = plan.customer
JOIN looked_up AS subject ON subject.text = plan.subject
JOIN looked_up AS agent ON agent.text = coalesce(plan.agent_name, %(owner_name)s)
JOIN looked_up AS hello ON hello.text = 'Hello'
CROSS JOIN us
CROSS JOIN LATERAL generate_series(1, plan.size) AS position
JOIN looked_up AS planted
  ON planted.text = CASE WHEN position > 1 THEN ''
                         WHEN plan.n %% 5000 = 4711 THEN %(one_of_5000)s
                         WHEN plan.n %% 100 = 37 THEN %(one_of_100)s
                         ELSE '' END
CROSS JOIN LATERAL (
    SELECT CASE WHEN position %% 2 = 1 THEN 'in' WHEN position %% 6 = 4 THEN 'note' ELSE 'out' END AS kind
) AS spoken
JOIN bodies
  ON bodies.kind = spoken.kind
 AND bodies.number = pg_temp.roll(plan.before + position, 30, (%(bodies)s::jsonb ->> spoken.kind)::bigint)
WHERE plan.n BETWEEN %(first)s AND %(last)s
ORDER BY plan.n, position;
