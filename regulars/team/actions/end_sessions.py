from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from regulars.live.notify import end_streams
from regulars.team.actions.audit import audit
from regulars.team.models import Agent, Session


@transaction.atomic
def end_sessions(agent: Agent, *, by: Agent | None, only: str = "", but: str = "", with_tokens: bool = False) -> int:
    """Sign an agent out: everywhere, or in one session alone, or in all but one (keys of sessions). Open pages end at once.

    `with_tokens` also takes the access of their programs away, for good. Returns how many sessions ended.
    """
    several = Session.objects.filter(agent=agent).exclude(pk=but)
    ended = (several.filter(pk=only) if only else several).delete()[0]
    if with_tokens:
        import_string(settings.REVOKE_TOKENS)(agent)
    end_streams(agent.pk)
    if ended or with_tokens:
        audit("sessions.ended", by=by, on=f"agent:{agent.pk}", after={"sessions": ended, "tokens": with_tokens})
    return ended
