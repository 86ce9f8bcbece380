"""Whether a ledger balances: questions whose answers must be empty."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

BUCKETS = {"pending": 1, "available": 2, "held": 3, "spent": 4, "expired": 5, "reversed": 6}
FLOW = """
    SELECT {of}, bucket, sum(amount) AS amount FROM (
        SELECT {of}, target AS bucket, amount FROM loyalty_entry UNION ALL SELECT {of}, source, -amount FROM loyalty_entry
    ) AS flow GROUP BY 1, 2
"""
KEPT = """
    SELECT id, bucket, amount FROM loyalty_{noun}, LATERAL (VALUES {buckets}) AS kept (bucket, amount) WHERE amount <> 0
"""
MUST_BE_EMPTY = {
    "a member has other sums than their entries": f"""
        WITH entered AS ({FLOW.format(of="account_id")}), kept AS ({KEPT.format(noun="account", buckets="{account}")})
        SELECT * FROM (SELECT * FROM entered WHERE bucket > 0 AND amount <> 0) AS entered (id, bucket, amount)
        FULL JOIN kept USING (id, bucket) WHERE entered.amount IS DISTINCT FROM kept.amount""",
    "a credit has other sums than its entries": f"""
        WITH entered AS ({FLOW.format(of="lot_id")}), kept AS ({KEPT.format(noun="lot", buckets="{lot}")})
        SELECT * FROM (SELECT * FROM entered WHERE bucket > 0 AND amount <> 0 AND lot_id IS NOT NULL) AS entered (id, bucket, amount)
        FULL JOIN kept USING (id, bucket) WHERE entered.amount IS DISTINCT FROM kept.amount""",
    "a member has other sums than their credits": """
        SELECT account.id FROM loyalty_account AS account LEFT JOIN loyalty_lot AS lot ON lot.account_id = account.id
        GROUP BY account.id HAVING (account.pending, account.available, account.held, account.spent, account.expired, account.reversed)
            <> (coalesce(sum(lot.pending), 0), coalesce(sum(lot.available), 0), coalesce(sum(lot.held), 0), coalesce(sum(lot.spent), 0),
                coalesce(sum(lot.expired), 0), coalesce(sum(lot.reversed), 0))""",
    "something is held that no open hold is for": """
        SELECT account.id FROM loyalty_account AS account LEFT JOIN loyalty_hold AS hold ON hold.account_id = account.id AND hold.state = 'open'
        GROUP BY account.id HAVING account.held <> coalesce(sum(hold.amount), 0)""",
    "a balance is not what its operations changed": """
        SELECT account.id FROM loyalty_account AS account LEFT JOIN loyalty_operation AS done ON done.account_id = account.id
        GROUP BY account.id HAVING account.available - account.debt <> coalesce(sum(done.change), 0)""",
    "an operation tells another balance than the one before and its change": """
        SELECT id FROM (SELECT id, balance - change AS before, lag(balance, 1, 0::bigint) OVER (PARTITION BY account_id ORDER BY id) AS last
            FROM loyalty_operation) AS told WHERE before <> last""",
    "entries do not stand in the order of their times": """
        SELECT id FROM (SELECT id, at, lag(at) OVER (PARTITION BY account_id ORDER BY id) AS last FROM loyalty_operation) AS told
        WHERE at < last""",
    "what was sent is not what was got": """
        SELECT programme_id FROM loyalty_operation WHERE kind IN ('send', 'get') GROUP BY programme_id
        HAVING sum(CASE kind WHEN 'send' THEN amount ELSE -amount END) <> 0""",
    "more was captured than reserved, or more given back than redeemed": """
        SELECT first.id FROM loyalty_operation AS first JOIN loyalty_operation AS later ON later.of_id = first.id
        WHERE later.kind IN ('capture', 'give back') GROUP BY first.id HAVING sum(later.amount) > first.amount""",
    "an operation is told on the timeline not at all, or twice": """
        SELECT done.id FROM loyalty_operation AS done LEFT JOIN customers_timelineevent AS event
            ON (event.facts ->> 'operation')::bigint = done.id AND event.kind LIKE 'points.%'
        WHERE done.amount > 0 AND done.kind NOT IN ('merge', 'part') GROUP BY done.id HAVING count(event.id) <> 1""",
    "what was answered is not there": """
        SELECT number FROM answered LEFT JOIN loyalty_operation AS done ON done.id = number
        WHERE number > 0 AND (done.id IS NULL OR done.key IS DISTINCT FROM word)""",
    "a key is there that nobody asked with, or whose request was refused": """
        SELECT done.key FROM loyalty_operation AS done LEFT JOIN answered ON word = done.key
        WHERE done.key IS NOT NULL AND number IS DISTINCT FROM done.id""",
}


def broken(wishes: Iterable[tuple[dict[str, Any], int | None]]) -> list[str]:
    """What does not hold, with how often. `wishes`: what was asked by its key, and the operation that was the answer."""
    from django.db import connection

    values = {noun: ", ".join(f"({number}, {name}::numeric)" for name, number in BUCKETS.items()) for noun in ("lot",)}
    values["account"] = f"{values['lot']}, (7, debt::numeric)"
    found = []
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.answered; CREATE TEMP TABLE answered (word text, number bigint)")
        with cursor.copy("COPY answered FROM STDIN") as rows:
            for wish, number in wishes:
                has_key = wish["verb"] not in ("capture", "release", "sweep")
                rows.write_row([wish["key"] if has_key else None, number])
        cursor.execute("CREATE INDEX ON answered (word); ANALYZE answered, loyalty_operation, customers_timelineevent")
        for sentence, asked in MUST_BE_EMPTY.items():
            question = asked.replace("{account}", values["account"]).replace("{lot}", values["lot"])
            cursor.execute(f"SELECT count(*) FROM ({question}) AS wrong")
            if many := cursor.fetchone()[0]:
                found.append(f"{sentence}: {many}")
    return found
