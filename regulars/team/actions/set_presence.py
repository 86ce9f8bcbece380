from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.team.models import Agent, Presence
from regulars.team.permissions import Permission
from regulars.team.presence import rouse


@transaction.atomic
def set_presence(agent: Agent, *, state: str, by: Agent) -> Presence:
    """Say whether an agent is at the desk: online, away or offline. Agents say it of themselves, those who run the queues of anybody.

    Raises ValidationError("state", "agent").
    """
    if state not in Presence.State.values:
        raise refusal("state", _("Choose online, away or offline."))
    if agent.pk != by.pk and not by.may(Permission.QUEUES):
        raise refusal("agent", _("Only they themselves, or who runs the queues, can say that."))
    if not agent.is_active:
        raise refusal("agent", _("%s does not work here any more.") % agent)
    now = timezone.now()
    Presence.objects.get_or_create(agent=agent, defaults={"state": Presence.State.OFFLINE, "left_at": now})
    presence = Presence.objects.select_for_update().get(agent=agent)
    if presence.state == state and presence.is_chosen == (state != Presence.State.ONLINE):
        return presence
    presence.state, presence.since, presence.is_chosen = state, now, state != Presence.State.ONLINE
    presence.left_at = None if state == Presence.State.ONLINE else presence.left_at or now
    presence.seen_at = now
    presence.save()
    rouse()
    return presence
