from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from regulars.channels.email.models import ProviderCall
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def retry_calls(calls: QuerySet[ProviderCall], *, by: Agent | None) -> int:
    """Read calls once more that were not understood, or that wait for their next time. Returns how many."""
    unread = calls.exclude(state=ProviderCall.State.DONE)
    count = unread.update(state=ProviderCall.State.WAITING, attempts=0, due_at=timezone.now(), error="")
    if count:
        audit("calls.retried", by=by, after={"count": count})
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('calls', '')")
    return count
