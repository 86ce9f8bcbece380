from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer
from regulars.customers.timeline import follows_if, record
from regulars.outreach.events import OutreachSent
from regulars.outreach.models import Sending
from regulars.surveys.events import OpinionAsked
from regulars.surveys.gates import TOPIC
from regulars.surveys.models import Invitation


@follows_if(lambda event: event.topic == TOPIC)  # type: ignore[attr-defined]
def note_asked(event: OutreachSent, *, customer: Customer) -> None:
    """The letter has left: from now on the customer counts as asked, and the time for a reminder begins."""
    sending = Sending.objects.filter(pk=event.sending).first()
    named = sending.key.split(":") if sending else []
    if named[:1] != ["survey"]:
        return
    invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("survey").filter(pk=int(named[1])).first()
    )
    if invitation is None:
        return
    now, is_reminder = timezone.now(), len(named) > 2
    if is_reminder:
        invitation.reminded_at, invitation.due_at = now, None
    else:
        days = invitation.survey.remind_days
        invitation.state, invitation.sent_at = Invitation.State.SENT, now
        invitation.due_at = now + timedelta(days=days) if days else None
        asked = OpinionAsked(
            invitation=invitation.pk,
            survey=invitation.survey_id,
            name=invitation.survey.name,
            asked_about=invitation.conversation_id,
        )
        record(asked, customer=customer, by=SYSTEM)
    invitation.save(update_fields=["state", "sent_at", "reminded_at", "due_at"])
