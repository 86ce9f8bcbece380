from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from regulars.conversations.models import Outcome, SuppressedAddress
from regulars.conversations.why import is_about_address

SOFT = 5  # refusals that might have been for now …
WITHIN = timedelta(days=30)  # … after which an address is given up


@transaction.atomic
def suppress(address: str, *, because_of: Outcome) -> None:
    """Stop letters to an address that takes none: refused for good once, or for now again and again.

    A letter that was refused for what it says, or for who we are, says less about the address: it counts as refused for now.
    """
    known = SuppressedAddress.objects.select_for_update().filter(address=address).first()
    is_hard = because_of.is_hard and is_about_address(because_of.status, because_of.reason)
    since = max(timezone.now() - WITHIN, known.allowed_at) if known and known.allowed_at else timezone.now() - WITHIN
    count = Outcome.objects.filter(address=address, state=Outcome.State.FAILED, at__gt=since).count()
    if not is_hard and count < SOFT and (known is None or known.allowed_at):
        return
    told = {"status": because_of.status, "reason": because_of.reason, "count": max(count, 1)}
    told |= {"message_id": because_of.delivery.message_id, "is_hard": is_hard or bool(known and known.is_hard)}
    if known is None or known.allowed_at:
        told |= {"since": timezone.now(), "allowed_at": None, "is_hard": is_hard}
    SuppressedAddress.objects.update_or_create(address=address, defaults=told)
