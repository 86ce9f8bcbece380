import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import ngettext

from regulars.notifications.models import Notification, Wishes
from regulars.notifications.queries import unmailed
from regulars.notifications.words import lines
from regulars.team.models import Agent, Presence

log = logging.getLogger(__name__)

MOST = 100  # lines of a mail
AGAIN_AFTER = timedelta(minutes=15)


def write_digests(*, now: datetime | None = None) -> int:
    """Mail to one agent, in one letter, what they have not seen, when the time that they chose is over. Returns how many were told.

    Whoever is at the desk has it before their eyes and gets no mail. A letter that the mail server does not take is tried again;
    one that a dying worker leaves behind is not: what it would have said stands in the desk.
    """
    now = now or timezone.now()
    with transaction.atomic():  # over before the mail server is asked: nobody waits for that one but us
        taken = _taken(now)
        letter = _letter(taken[0].agent, taken, now) if taken else None
    if letter is not None:
        _send(letter, taken, now)
    return len(taken)


def _taken(now: datetime) -> list[Notification]:
    """All that waits to be mailed to the agent for whom something is due first."""
    due = Notification.objects.filter(mail_at__lte=now).select_for_update(skip_locked=True).order_by("mail_at").first()
    if due is None:
        return []
    waiting = Notification.objects.filter(agent=due.agent_id, mail_at__isnull=False).select_for_update()
    taken = list(waiting.select_related("agent"))
    waiting.update(mail_at=None)
    return taken


def _letter(agent: Agent, taken: list[Notification], now: datetime) -> EmailMessage | None:
    told = unmailed(taken, agent=agent)[:MOST]
    if not told or not agent.is_active or _is_at_the_desk(agent):
        return None
    Wishes.objects.update_or_create(agent=agent, defaults={"mailed_at": now})
    with agent.spoken_to():
        shown = {"agent": agent, "lines": lines(told), "base": settings.BASE_URL.rstrip("/")}
        subject = ngettext("%s thing is new for you", "%s things are new for you", len(told)) % len(told)
        text = render_to_string("notifications/pages/digest.txt", shown)
    # Told by a machine: no vacation answers it, and our own mailboxes know what it is if it comes back.
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Precedence": "bulk"}
    return EmailMessage(subject, text, None, [agent.email], headers=headers)


def _send(letter: EmailMessage, taken: list[Notification], now: datetime) -> None:
    try:
        letter.send()
    except Exception:  # whatever it was, the mails to the others leave
        log.exception("A mail to %s could not be sent, and is tried again", letter.to)
        again = Notification.objects.filter(pk__in=[each.pk for each in taken], seen_at=None)
        again.update(mail_at=now + AGAIN_AFTER)


def _is_at_the_desk(agent: Agent) -> bool:
    return Presence.objects.filter(pk=agent.pk, state=Presence.State.ONLINE).exists()
