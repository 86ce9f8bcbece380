from django.db import connection, transaction
from django.utils import timezone

from regulars.channels.email.models import InboundLetter
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

State = InboundLetter.State


@transaction.atomic
def retry_letter(letter: InboundLetter, *, by: Agent) -> None:
    """Take a letter once more that was set aside or not understood; whoever asks has looked at it and lets it in.

    Harmless for one that is done.
    """
    again = InboundLetter.objects.filter(pk=letter.pk, state__in=[State.FAILED, State.QUARANTINED, State.RECEIVED])
    if not again.update(state=State.RECEIVED, attempts=0, due_at=timezone.now(), is_released=True):
        return
    audit("letter.retried", by=by, on=f"letter:{letter.pk}", before={"state": letter.state, "reason": letter.reason})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('letters', '')")
