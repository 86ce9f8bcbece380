from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from regulars.lib.drain import claim
from regulars.outreach.actions.send import send
from regulars.outreach.models import Sending
from regulars.surveys.gates import TOPIC, why_not_any_more
from regulars.surveys.mailing import words_of
from regulars.surveys.models import Invitation, Opinion

State = Invitation.State
LOOKED_AT_AGAIN = timedelta(minutes=1)  # after the last moment in which a letter may leave


def send_invitations() -> int:
    """Hand over the next invitation that is due, or its reminder, to whatever writes of our own accord, unless something
    has come up. Returns how many were looked at. What never left is found out as its time is over.
    """
    with claim(_due()) as several:
        for invitation in several:
            _next_step(invitation)
            invitation.save(update_fields=["state", "reason", "due_at"])
    return len(several)


def next_due() -> datetime | None:
    return _waiting().values_list("due_at", flat=True).first()


def _waiting() -> QuerySet[Invitation]:
    return Invitation.objects.filter(due_at__isnull=False).order_by("due_at", "pk")


def _due() -> QuerySet[Invitation]:
    several = _waiting().filter(due_at__lte=timezone.now())
    return several.select_related("survey__brand", "customer", "conversation")


def _next_step(invitation: Invitation) -> None:
    invitation.due_at = None
    if Opinion.objects.filter(invitation=invitation).exists():
        return
    is_reminder = invitation.sent_at is not None
    sending = Sending.objects.filter(key=key_of(invitation)).first()
    reason = "" if sending else why_not_any_more(invitation)
    if not reason:
        sending = sending or _hand_over(invitation)
        if sending.state == Sending.State.WAITING:
            invitation.due_at = sending.until + LOOKED_AT_AGAIN
        reason = "outreach" if sending.state in (Sending.State.STOPPED, Sending.State.FAILED) else ""
    if reason and not is_reminder:
        invitation.state, invitation.reason = State.NOT_ASKED, reason


def _hand_over(invitation: Invitation) -> Sending:
    words = words_of(invitation)
    return send(
        invitation.customer,
        topic=TOPIC,
        subject=words.subject,
        text=words.text,
        html=words.html,
        key=key_of(invitation),
        brand=invitation.survey.brand,
        address=invitation.address,
    )


def key_of(invitation: Invitation) -> str:
    """The name under which its letter leaves; its reminder has another."""
    return f"survey:{invitation.pk}:again" if invitation.sent_at else f"survey:{invitation.pk}"
