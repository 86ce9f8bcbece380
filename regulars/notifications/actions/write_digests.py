from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import ngettext

from regulars.notifications.models import Notification, Wishes
from regulars.notifications.queries import newest
from regulars.notifications.words import lines
from regulars.team.models import Agent, Presence

MOST = 30  # lines of a mail


@transaction.atomic
def write_digests(*, now: datetime | None = None) -> int:
    """Mail to one agent, in one letter, what they have not seen, when the time that they chose is over. Returns how many were told.

    Whoever is at the desk has it before their eyes and gets no mail. A letter that cannot be sent is tried again.
    """
    now = now or timezone.now()
    due = Notification.objects.filter(mail_at__lte=now).order_by("mail_at").values_list("agent", flat=True).first()
    if due is None:
        return 0
    agent = Agent.objects.select_for_update().get(pk=due)
    told = [each for each in newest(agent, is_unseen=True, limit=MOST) if each.mail_at is not None]
    if told and agent.is_active and not _is_at_the_desk(agent):
        _send(agent, told)
        Wishes.objects.update_or_create(agent=agent, defaults={"mailed_at": now})
    return Notification.objects.filter(agent=agent, mail_at__isnull=False).update(mail_at=None)


def _send(agent: Agent, told: list[Notification]) -> None:
    with agent.spoken_to():
        shown = {"agent": agent, "lines": lines(told), "base": settings.BASE_URL.rstrip("/")}
        subject = ngettext("%s thing is new for you", "%s things are new for you", len(told)) % len(told)
        text = render_to_string("notifications/pages/digest.txt", shown)
    # Told by a machine: no vacation answers it, and our own mailboxes know what it is if it comes back.
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Precedence": "bulk"}
    EmailMessage(subject, text, None, [agent.email], headers=headers).send()


def _is_at_the_desk(agent: Agent) -> bool:
    return Presence.objects.filter(pk=agent.pk, state=Presence.State.ONLINE).exists()
