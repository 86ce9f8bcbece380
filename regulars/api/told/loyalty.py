"""Points, told."""

from __future__ import annotations

from typing import Any

from regulars.api.told.answers import Facts, time
from regulars.loyalty.models import BUCKETS, Account, Hold, Lot, Operation, Programme
from regulars.loyalty.queries import Progress, Schedule, Statement


def programme(row: Programme) -> Facts:
    named = ("name", "one", "many", "currency", "time_zone", "version")
    return {"id": row.pk, **{name: getattr(row, name) for name in named}, "terms": row.promised.model_dump(mode="json")}


def member(row: Account) -> Facts:
    kept = ("number", "status", "tier", "balance", "available", "pending", "held", "debt")
    return {
        "id": row.pk,
        "programme": row.programme_id,
        "customer": row.customer_id,
        **{name: getattr(row, name) for name in kept},
        "joined_at": time(row.joined_at),
    }


def whole_member(said: Statement) -> Facts:
    now = {name: getattr(said, name) for name in (*BUCKETS, "debt", "balance", "tier", "worth")}
    return {
        **member(said.account),
        **now,
        "at": time(said.at),
        "expiries": _dated(said.expiries),
        "activations": _dated(said.activations),
        "tiers": said.progress and _progress(said.progress),
    }


def _dated(schedule: Schedule) -> list[Facts]:
    return [{"at": time(at), "points": points} for at, points in schedule]


def _progress(said: Progress) -> Facts:
    kept = ("amount", "amounts", "missing", "ways", "to_keep", "to_stay", "is_in_grace")
    return {
        **{name: getattr(said, name) for name in kept},
        "tier": said.level.word if said.level else "",
        "next": said.next.word if said.next else "",
        "review_at": time(said.review_at),
    }


def operation(row: Operation, hold: Hold | None = None) -> Facts:
    kept = ("kind", "change", "balance", "spend", "key", "reference", "reason", "by", "because", "version")
    return {
        "id": row.pk,
        "member": row.account_id,
        "points": row.amount,
        **{name: getattr(row, name) for name in kept},
        "parts": (row.reckoned or {}).get("parts", []),
        "written_off": (row.reckoned or {}).get("written_off", 0),
        "of": row.of_id,
        "at": time(row.at),
        "happened_at": time(row.happened_at),
        "hold": hold and _hold(hold),
    }


def _hold(row: Hold) -> Facts:
    kept = {name: getattr(row, name) for name in ("amount", "captured", "state")}
    return {"id": row.pk, **kept, "expires_at": time(row.expires_at)}


def lot(row: Lot) -> Facts:
    kept = {name: getattr(row, name) for name in ("issued", "moved", *BUCKETS)}
    dates = {"activates_at": time(row.activates_at), "expires_at": time(row.expires_at)}
    return {"id": row.pk, "operation": row.operation_id, **kept, **dates}


def report(said: dict[str, Any]) -> Facts:
    vintages = [each | {"month": time(each["month"])} for each in said["vintages"]]
    worths = [each | {"since": time(each["since"])} for each in said["worth_over_time"]]
    return said | {"vintages": vintages, "worth_over_time": worths}
