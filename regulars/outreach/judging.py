"""Whether a letter of our own accord may leave now, and what becomes of one that may not."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection

from regulars.customers.models import Customer
from regulars.outreach.gates import Scene, Verdict, manners, verdict
from regulars.outreach.models import Sending
from regulars.outreach.topics import topic_of

State, Why = Sending.State, Sending.Why
_ONE_AFTER_THE_OTHER = "SELECT pg_advisory_xact_lock(hashtextextended('outreach ' || %s, 0))"


def judge(sending: Sending, *, now: datetime) -> bool:
    """Ask all gates. A letter that may not leave waits until it may, or is not sent, with the reason; neither is saved here.

    Until this transaction ends nobody else judges letters to the same customer: two are never both the last that may leave.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AFTER_THE_OTHER, [str(sending.customer_id)])
    said = _verdict(sending, now)
    if said is None and now > sending.until:
        said = Verdict(sending.why or Why.LATE)
    if said is None:
        sending.why, sending.due_at = "", now
        return True
    is_over = said.again_at is None or said.again_at > sending.until
    sending.why = said.why
    sending.state, sending.due_at = (State.STOPPED, None) if is_over else (State.WAITING, said.again_at)
    return False


def _verdict(sending: Sending, now: datetime) -> Verdict | None:
    try:
        topic = topic_of(sending.topic)
    except ValidationError:  # it was taken away meanwhile, and nobody can have agreed to it
        return Verdict(Why.NO_CONSENT)
    customer = Customer.objects.get(pk=sending.customer_id)
    return verdict(Scene(sending, customer, topic, manners(), now))
