"""Surprises and draws, told."""

from __future__ import annotations

from regulars.api.told.answers import Facts, time
from regulars.surprises.models import Draw, Prize, Surprise


def surprise(row: Surprise) -> Facts:
    kept = {name: getattr(row, name) for name in ("name", "is_open", "budget", "every")}
    prizes = row.prizes.filter(is_gone=False).order_by("pk")
    return {"id": row.pk, "programme": row.programme_id, **kept, "prizes": [_prize(each) for each in prizes]}


def draw(row: Draw) -> Facts:
    kept = {name: getattr(row, name) for name in ("why_not", "seed", "chances", "ticket")}
    points = row.gain.amount if row.gain else 0
    about = {"id": row.pk, "surprise": row.surprise_id, "customer": row.customer_id}
    return {**about, **kept, "prize": row.prize_id, "points": points, "claim": row.claim_id, "at": time(row.at)}


def _prize(row: Prize) -> Facts:
    kept = {name: getattr(row, name) for name in ("name", "chance", "points", "stock")}
    return {"id": row.pk, **kept, "reward": row.reward_id}
