from django.db import transaction
from django.utils import timezone

from regulars.channels.email.models import Silence
from regulars.conversations.leaving import ring
from regulars.live.alarms import close_alarm
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def resume(silence: Silence, *, by: Agent) -> None:
    """Let letters that nobody wrote leave again. What was counted until now counts no more. Harmless when they do."""
    if not Silence.objects.filter(pk=silence.pk, ended_at=None).update(ended_at=timezone.now(), ended_by=by):
        return
    close_alarm("loop" if silence.address else "automatic_stopped", silence.address)
    audit("automatic_mail.resumed", by=by, on=f"silence:{silence.pk}", before={"address": silence.address})
    ring("email")
