INSERT INTO conversations_conversation (
    id, inbox_id, customer_id, channel, subject, status, assignee_id, team_id, tags, snippet, last_position,
    inbound_position, is_ours_last, waiting_since, last_activity_at, created_at, replied_at, resolved_at)
SELECT plan.id, %(inbox)s, newest.customer_id, 'email', plan.subject, CASE WHEN is_open THEN 'open' ELSE 'resolved' END,
       plan.agent_id, plan.team_id, plan.tags, left(replace(newest.text, E'\n\n', ' '), 180), size,
       size - 1 + size %% 2, kind = 'out',
       CASE WHEN is_open AND kind = 'in' THEN ended_at END, newest.at, began_at,
       CASE WHEN size > 1 THEN began_at + gap END, CASE WHEN NOT is_open THEN ended_at + interval '1 hour' END
FROM plan
JOIN (
    SELECT DISTINCT ON (conversation_id) * FROM lines WHERE kind <> 'note' ORDER BY conversation_id, position DESC
) AS newest ON newest.conversation_id = plan.id
ORDER BY plan.id;

INSERT INTO conversations_message (
    id, conversation_id, position, kind, state, channel, customer_id, agent_id, author_name, author_address, subject,
    text, visible_text, recipients, at, created_at)
SELECT id, conversation_id, position, kind, CASE kind WHEN 'out' THEN 'sent' ELSE 'received' END,
       CASE kind WHEN 'note' THEN 'note' ELSE 'email' END,
       CASE kind WHEN 'in' THEN customer_id END, CASE kind WHEN 'in' THEN NULL ELSE agent_id END,
       CASE kind WHEN 'in' THEN name ELSE agent_name END, CASE kind WHEN 'in' THEN address ELSE '' END,
       CASE kind WHEN 'note' THEN '' ELSE subject END,
       text, text,
       CASE kind WHEN 'in' THEN %(to_us)s::jsonb
                 WHEN 'out' THEN jsonb_build_object(
                     'to', jsonb_build_array(jsonb_build_object('name', name, 'address', address)), 'cc', '[]'::jsonb, 'bcc', '[]'::jsonb)
                 ELSE '{}' END,
       at, at
FROM lines;

INSERT INTO conversations_delivery (message_id, channel, state, due_at, external_id, done_at)
SELECT id, 'email', 'done', at, '<c' || conversation_id || '.m' || id || '@coffee.example>', at + interval '4 seconds'
FROM lines WHERE kind = 'out';

INSERT INTO conversations_searchentry (message_id, conversation_id, week, at, words)
SELECT id, conversation_id, floor(extract(epoch FROM at) / 604800), at, words FROM lines;

INSERT INTO conversations_participant (conversation_id, address, name, customer_id, joined_at)
SELECT conversation_id, address, name, customer_id, at FROM lines WHERE position = 1;

INSERT INTO conversations_read (conversation_id, agent_id, position)
SELECT id, coalesce(agent_id, %(owner)s), CASE WHEN is_open THEN size - 1 ELSE size END
FROM plan WHERE n BETWEEN %(first)s AND %(last)s ORDER BY n;

INSERT INTO customers_timelineevent (customer_id, kind, facts, about, by, at)
SELECT customer_id, event, jsonb_build_object('conversation', conversation_id, 'inbox', %(inbox)s) || facts,
       'conversation:' || conversation_id, by, at
FROM (
    SELECT customer_id, conversation_id, 0 AS turn, 'conversation.opened' AS event, '{"channel": "email"}'::jsonb AS facts,
           'customer:' || customer_id AS by, at
    FROM lines WHERE position = 1
  UNION ALL
    SELECT customer_id, conversation_id, position,
           CASE kind WHEN 'in' THEN 'message.received' WHEN 'out' THEN 'message.written' ELSE 'note.added' END,
           CASE kind WHEN 'in' THEN jsonb_build_object('message', id, 'channel', 'email', 'is_automatic', false)
                     WHEN 'out' THEN jsonb_build_object('message', id, 'channel', 'email')
                     ELSE jsonb_build_object('message', id) END,
           CASE kind WHEN 'in' THEN 'customer:' || customer_id ELSE 'agent:' || agent_id END, at
    FROM lines
  UNION ALL
    SELECT customer_id, conversation_id, position, 'message.sent', jsonb_build_object('message', id, 'channel', 'email'),
           'system', at + interval '4 seconds'
    FROM lines WHERE kind = 'out'
  UNION ALL
    SELECT crowd.id, plan.id, 1, 'conversation.assigned',
           jsonb_build_object('agent', agent_id, 'team', team_id, 'to', agent_name), 'agent:' || agent_id,
           began_at + interval '5 minutes'
    FROM plan JOIN crowd ON crowd.n = plan.customer
    WHERE plan.n BETWEEN %(first)s AND %(last)s AND agent_id IS NOT NULL
  UNION ALL
    SELECT crowd.id, plan.id, size + 1, 'conversation.resolved', '{}', 'agent:' || agent_id, ended_at + interval '1 hour'
    FROM plan JOIN crowd ON crowd.n = plan.customer
    WHERE plan.n BETWEEN %(first)s AND %(last)s AND NOT is_open
) AS happened
ORDER BY conversation_id, turn, at;

-- Two to ten minutes of somebody's time.
INSERT INTO conversations_attention (conversation_id, agent_id, spent, until)
SELECT id, agent_id, make_interval(secs => 120 + mod(mod(id, 480) * 7919, 480)), ended_at FROM plan
WHERE n BETWEEN %(first)s AND %(last)s AND NOT is_open AND agent_id IS NOT NULL;

DROP TABLE lines;
