from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from regulars.customers.actions.set_consent import set_consent
from regulars.customers.actor import By
from regulars.customers.models import Customer
from regulars.outreach.topics import CHANNEL, EVERYTHING, wishes_of


@transaction.atomic
def choose_letters(customer: Customer, *, wanted: Collection[str], source: str, by: By) -> None:
    """Get letters about these topics, and about no others. Whoever wants none gets none of topics to come either.

    Harmless twice. `source` says where they said so.
    """
    wishes = wishes_of(customer)
    for topic, is_wanted in wishes:
        if (topic.word in wanted) != is_wanted:
            _say(customer, topic.word, topic.word in wanted, source, by)
    if not any(topic.word in wanted for topic, _is_wanted in wishes):
        _say(customer, EVERYTHING, False, source, by)


@transaction.atomic
def unsubscribe(customer: Customer, *, topic: str, source: str, by: By) -> None:
    """Get no more letters about this topic. Harmless twice."""
    _say(customer, topic, False, source, by)


def _say(customer: Customer, purpose: str, is_wanted: bool, source: str, by: By) -> None:
    state = "granted" if is_wanted else "withdrawn"
    set_consent(customer, channel=CHANNEL, purpose=purpose, state=state, source=source, by=by)
