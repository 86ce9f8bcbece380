"""Places and slips, told."""

from __future__ import annotations

from regulars.api.told.answers import Facts, time
from regulars.channels.store.models import Place, Slip


def place(row: Place) -> Facts:
    kept = {name: getattr(row, name) for name in ("name", "largest")}
    return {"id": row.pk, **kept, "programme": row.programme_id, "currency": row.programme.currency}


def slip(row: Slip) -> Facts:
    kept = {name: getattr(row, name) for name in ("client_id", "kind", "amount", "points", "balance", "receipt")}
    times = {name: time(getattr(row, name)) for name in ("happened_at", "taken_at", "undone_at")}
    whose = {"member": row.account_id, "customer": row.account.customer_id, "operation": row.operation_id}
    return {"id": row.pk, "place": row.place_id, **kept, **whose, **times}
