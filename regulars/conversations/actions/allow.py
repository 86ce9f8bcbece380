from django.db import transaction
from django.utils import timezone

from regulars.conversations.models import SuppressedAddress
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def allow(address: str, *, by: Agent) -> bool:
    """Send letters to an address again. What failed before counts no more. False when nothing had stopped them."""
    stopped = SuppressedAddress.objects.select_for_update().filter(address=address, allowed_at=None).first()
    if stopped is None:
        return False
    stopped.allowed_at = timezone.now()
    stopped.save(update_fields=["allowed_at"])
    before = {"status": stopped.status, "reason": stopped.reason, "count": stopped.count}
    audit("address.allowed", by=by, on=f"address:{address}", before=before)
    return True
