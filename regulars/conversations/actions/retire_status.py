from django.db import transaction
from django.utils import timezone

from regulars.conversations.models import Conversation, NamedStatus
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def retire_status(status: NamedStatus, *, by: Agent) -> bool:
    """Let no conversation get the status any more. Those that have it keep it; one that none has is deleted. Returns whether."""
    status = NamedStatus.objects.select_for_update().get(pk=status.pk)
    is_used = Conversation.objects.filter(named_status=status).exists()
    audit(
        "status.retired" if is_used else "status.removed", by=by, on=f"status:{status.pk}", before={"name": status.name}
    )
    if not is_used:
        status.delete()
        return True
    status.retired_at, status.is_default = timezone.now(), False
    status.save(update_fields=["retired_at", "is_default"])
    return False
