"""Handing a message over once more: later each time, and to nobody who has it already."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from regulars.conversations.actions.learn_outcome import learn_outcome
from regulars.conversations.models import Delivery, Outcome

FIRST, LONGEST = timedelta(seconds=8), timedelta(hours=4)  # between two tries: three times as long each time
ATTEMPTS = 25  # the last one three days after the first: mail servers are down for a night, and for a weekend


def waited(attempts: int) -> timedelta:
    """How long after it was due first something is due again that was tried so often."""
    return sum(map(_pause, range(attempts)), timedelta())


def _pause(before: int) -> timedelta:
    """Until the next try, when there were so many before this one."""
    return min(FIRST * 3**before, LONGEST)


def put_off(delivery: Delivery) -> bool:
    """Name the time of its next try; false when there were enough. The row is changed, not saved."""
    delivery.attempts += 1
    if delivery.attempts >= ATTEMPTS:
        return False
    delivery.due_at = timezone.now() + _pause(delivery.attempts - 1)
    delivery.is_cleared = False
    return True


def give_up(delivery: Delivery) -> None:
    """Those who are left will not get it, for the reason they were put off with."""
    told = {each.address: each for each in delivery.outcomes.filter(state=Outcome.State.DELAYED)}
    for address in delivery.left or ():
        known = told.get(address)
        facts = {"status": known.status, "reason": known.reason} if known else {"reason": delivery.error}
        learn_outcome(delivery, address=address, state=Outcome.State.FAILED, **facts)
