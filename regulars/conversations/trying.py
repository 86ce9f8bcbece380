"""Handing a message over once more: later each time, and to nobody who has it already."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from regulars.conversations.actions.learn_outcome import learn_outcome
from regulars.conversations.models import Delivery, Outcome

ATTEMPTS = 9  # the last one about 14 hours after the first


def put_off(delivery: Delivery) -> bool:
    """Name the time of its next try; false when there were enough. The row is changed, not saved."""
    delivery.attempts += 1
    if delivery.attempts >= ATTEMPTS:
        return False
    delivery.due_at = timezone.now() + timedelta(seconds=8 * 3 ** (delivery.attempts - 1))
    delivery.is_cleared = False
    return True


def give_up(delivery: Delivery) -> None:
    """Those who are left will not get it, for the reason they were put off with."""
    told = {each.address: each for each in delivery.outcomes.filter(state=Outcome.State.DELAYED)}
    for address in delivery.left or ():
        known = told.get(address)
        facts = {"status": known.status, "reason": known.reason} if known else {"reason": delivery.error}
        learn_outcome(delivery, address=address, state=Outcome.State.FAILED, **facts)
