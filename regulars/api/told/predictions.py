"""Predictions, and lots, told."""

from __future__ import annotations

from regulars.api.told.answers import Facts
from regulars.experiments.holding import is_held
from regulars.experiments.queries import arms_of
from regulars.predictions.models import Prediction

SAME = ("orders", "spend", "worth", "currency", "leaving", "band")


def prediction(row: Prediction) -> Facts:
    said: Facts = {name: getattr(row, name) for name in SAME}
    said |= {name: day and day.isoformat() for name, day in (("next_on", row.next_on), ("next_by", row.next_by))}
    said["because"] = [{"fact": fact, "part": part, "value": value} for fact, part, value in row.because]
    said["likes"] = [{"product": one, "because": other} for one, other in row.likes]
    return {"customer": row.customer_id, **said, "made_on": row.made_on.isoformat()}


def lots(customer: int) -> Facts:
    return {"is_held": is_held(customer), "experiments": arms_of(customer)}
