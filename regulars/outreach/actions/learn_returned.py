from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from regulars.channels.email.reports import Told
from regulars.conversations.models import Outcome, SuppressedAddress
from regulars.conversations.why import is_about_address
from regulars.lib.texts import storable
from regulars.outreach.links import MESSAGE_ID, sending_named
from regulars.outreach.models import Sending


@transaction.atomic
def learn_returned(named: str, *, told: Sequence[Told]) -> bool:
    """We hear that a letter of our own accord did not arrive: it has failed, and an address that is no more gets no others.

    `named` are ids and addresses of the report, and what it gives back. False when it is about none of these letters.
    """
    sending = sending_named(named, purpose=MESSAGE_ID)
    if sending is None:
        return False
    for each in told:
        if each.state == Outcome.State.FAILED:
            reason = storable(each.reason)[:1000]
            Sending.objects.filter(pk=sending.pk).update(
                state=Sending.State.FAILED, why=Sending.Why.BOUNCED, error=reason
            )
            if each.is_hard and sending.address in each.addresses and is_about_address(each.status, reason):
                _stop(sending.address, status=each.status[:16], reason=reason)
    return True


def _stop(address: str, *, status: str, reason: str) -> None:
    """One that somebody has allowed again since counts from then."""
    facts = {"status": status, "reason": reason, "is_hard": True, "allowed_at": None, "since": timezone.now()}
    known = SuppressedAddress.objects.select_for_update().filter(address=address).first()
    if known is None or known.allowed_at:
        SuppressedAddress.objects.update_or_create(address=address, defaults=facts)
