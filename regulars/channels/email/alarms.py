"""Whether mail works: what is looked at each minute, and when it is an alarm.

Each check answers with what is wrong now, by subject; `agree` opens what is new and closes what is over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Min, Q
from django.utils import timezone

from regulars.channels.email.models import (
    Canary,
    InboundLetter,
    Mailbox,
    MailRules,
    Provider,
    ProviderCall,
    Reason,
    Silence,
)
from regulars.channels.email.oauth import troubles
from regulars.conversations.models import Delivery
from regulars.conversations.trying import waited
from regulars.live import alarms

Troubles = Mapping[str, Mapping[str, Any]]
Check = Callable[[datetime], Troubles]

SILENCE = timedelta(hours=6)  # less is never unusual
SILENT_FOR = 4  # times the usual gap: as many letters would usually have come meanwhile
HISTORY, ENOUGH_HISTORY = timedelta(weeks=8), timedelta(weeks=2)
UNREACHABLE_FOR = timedelta(minutes=15)
REFUSED_FOR = timedelta(minutes=2)
WAITING_FOR = timedelta(minutes=10)
A_DAY = timedelta(days=1)
MANY_HELD, TIMES_USUAL = 20, 4

# Letters of a mailbox by hour of the week (0 is Monday 00:00 UTC), from its history before the silence.
_BY_HOUR = """
    SELECT ((extract(isodow FROM received_at AT TIME ZONE 'UTC') - 1) * 24 + extract(hour FROM received_at AT TIME ZONE 'UTC'))::int,
        count(*)
    FROM email_inboundletter
    WHERE mailbox_id = %s AND received_at >= %s AND received_at <= %s AND source <> 'import' GROUP BY 1
"""


def look() -> None:
    """Compare everything with how it should be, and open and close alarms accordingly."""
    now = timezone.now()
    for kind, check in CHECKS.items():
        alarms.agree(kind, check(now))
    alarms.forget_old(set(CHECKS))


def _silent(now: datetime) -> Troubles:
    """Mailboxes that usually would have got some letters by now: by the hours of the week that have passed."""
    found = {}
    for mailbox in Mailbox.objects.filter(is_active=True):
        times = InboundLetter.objects.filter(mailbox=mailbox).values_list("received_at", flat=True)
        first, last = times.order_by("received_at").first(), times.order_by("-received_at").first()
        if first is None or first > now - ENOUGH_HISTORY or not now - HISTORY < last < now - SILENCE:
            continue
        usual = _usually(mailbox.pk, max(first, now - HISTORY), last, now)
        if usual >= SILENT_FOR:
            found[mailbox.address] = {"hours": int((now - last).total_seconds() // 3600), "usual": round(usual)}
    return found


def _usually(mailbox_id: int, since: datetime, last: datetime, now: datetime) -> float:
    """How many letters usually come in the hours between `last` and `now`."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_HOUR, [mailbox_id, since, last])
        counts = dict(cursor.fetchall())
    weeks = max((last - since) / timedelta(weeks=1), 1.0)
    total, at = 0.0, last
    while at < now and total < 10_000:
        next_hour = min(now, (at + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0))
        share = (next_hour - at) / timedelta(hours=1)
        total += share * counts.get(at.weekday() * 24 + at.hour, 0) / weeks
        at = next_hour
    return total


def _unreachable(now: datetime) -> Troubles:
    troubled = Mailbox.objects.filter(is_active=True, is_refused=False, error_at__lt=now - UNREACHABLE_FOR).exclude(
        error=""
    )
    return {each.address: {"error": each.error, "since": each.error_at.isoformat()} for each in troubled}


def _refused(now: datetime) -> Troubles:
    troubled = Mailbox.objects.filter(is_active=True, is_refused=True, error_at__lt=now - REFUSED_FOR)
    found = {each.address: {"error": each.error, "since": each.error_at.isoformat()} for each in troubled}
    return found | troubles.refused(now - REFUSED_FOR)


def _letters_waiting(now: datetime) -> Troubles:
    waiting = InboundLetter.objects.filter(state=InboundLetter.State.RECEIVED)
    return _too_old(now, waiting.aggregate(count=Count("pk"), oldest=Min("due_at")))


def _deliveries_waiting(now: datetime) -> Troubles:
    waiting = Delivery.objects.filter(channel="email", state=Delivery.State.WAITING)
    groups = list(waiting.values_list("attempts").annotate(count=Count("pk"), oldest=Min("due_at")))
    first_due = [due_at - waited(attempts) for attempts, _, due_at in groups]
    facts = {"count": sum(count for _, count, _ in groups), "oldest": min(first_due, default=None)}
    return _too_old(now, facts)


def _too_old(now: datetime, facts: Mapping[str, Any]) -> Troubles:
    if facts["oldest"] is None or facts["oldest"] > now - WAITING_FOR:
        return {}
    return {"": {"count": facts["count"], "minutes": int((now - facts["oldest"]).total_seconds() // 60)}}


def _deliveries_failed(now: datetime) -> Troubles:
    failed = Delivery.objects.filter(channel="email", state=Delivery.State.FAILED, message__created_at__gt=now - A_DAY)
    count = failed.count()
    return {"": {"count": count}} if count else {}


def _held(now: datetime) -> Troubles:
    """Held since an admin last looked."""
    held = InboundLetter.objects.filter(state=InboundLetter.State.QUARANTINED)
    count = (
        held.filter(received_at__gt=MailRules.current().looked_at).count()
        if MailRules.objects.exists()
        else held.count()
    )
    return {"": {"count": count}} if count else {}


def _quarantine_growing(now: datetime) -> Troubles:
    held = InboundLetter.objects.filter(state=InboundLetter.State.QUARANTINED, received_at__gt=now - 15 * A_DAY)
    count = held.filter(received_at__gt=now - A_DAY).count()
    usual = held.filter(received_at__lte=now - A_DAY).count() / 14
    return {"": {"count": count, "usual": round(usual)}} if count >= MANY_HELD and count > TIMES_USUAL * usual else {}


def _canary_lost(now: datetime) -> Troubles:
    rules = MailRules.current()
    if not rules.canary_every:
        return {}
    late = timedelta(minutes=rules.canary_within)
    last = Canary.objects.filter(mailbox__is_active=True).filter(Q(came_at__isnull=False) | Q(sent_at__lt=now - late))
    newest = last.order_by("mailbox_id", "-sent_at").distinct("mailbox").select_related("mailbox")
    lost = [each for each in newest if each.came_at is None or each.came_at - each.sent_at > late]
    return {each.mailbox.address: {"minutes": rules.canary_within, "error": each.error} for each in lost}


def _provider_refused(now: datetime) -> Troubles:
    """Somebody calls in a provider's name and is not let in, and the provider itself has not called since."""
    called = Provider.objects.filter(is_active=True, refused_at__gt=now - A_DAY).select_related("mailbox")
    return {str(each): {"error": each.error} for each in called if each.is_refused}


def _provider_not_understood(now: datetime) -> Troubles:
    failed = ProviderCall.objects.filter(
        Q(state=ProviderCall.State.FAILED) | Q(attempts__gte=3), came_at__gt=now - 7 * A_DAY
    )
    unread = (
        failed.exclude(state=ProviderCall.State.DONE).select_related("provider__mailbox").defer("body").order_by("pk")
    )
    return {str(each.provider): {"error": each.error[:200]} for each in unread[:100]}


def _forwarding_asked(now: datetime) -> Troubles:
    """Gmail has asked something today, and waits for an answer."""
    rows = InboundLetter.objects.filter(
        mailbox__in=Mailbox.objects.filter(is_active=True), received_at__gt=now - A_DAY, reason=Reason.FORWARDING
    )
    return {
        each.mailbox.address: {"mailbox": each.mailbox_id} for each in rows.select_related("mailbox").order_by("pk")
    }


def _silent_to_one(now: datetime) -> Troubles:
    return {each.address: {"count": each.count} for each in Silence.objects.filter(ended_at=None).exclude(address="")}


def _silent_to_all(now: datetime) -> Troubles:
    return {each.address: {"count": each.count} for each in Silence.objects.filter(ended_at=None, address="")}


CHECKS: dict[str, Check] = {
    "loop": _silent_to_one,
    "automatic_stopped": _silent_to_all,
    "mailbox_silent": _silent,
    "mailbox_unreachable": _unreachable,
    "mailbox_refused": _refused,
    "sign_in_ending": troubles.ending,
    "secret_ending": troubles.secrets_ending,
    "letters_waiting": _letters_waiting,
    "deliveries_waiting": _deliveries_waiting,
    "deliveries_failed": _deliveries_failed,
    "letters_held": _held,
    "quarantine_growing": _quarantine_growing,
    "canary_lost": _canary_lost,
    "forwarding_asked": _forwarding_asked,
    "provider_refused": _provider_refused,
    "provider_not_understood": _provider_not_understood,
}
