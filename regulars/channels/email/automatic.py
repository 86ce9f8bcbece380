"""Letters that nobody wrote: the one door that lets them out, few to each address, and none while machines write to machines."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, Max, Q, QuerySet
from django.utils import timezone

from regulars.channels.email import tokens
from regulars.channels.email.actions.fall_silent import fall_silent
from regulars.channels.email.compose import ComposedEmail, one_line
from regulars.channels.email.letter import Letter
from regulars.channels.email.models import AutomaticLetter, Silence
from regulars.channels.email.threads import ids_of, signing_key
from regulars.conversations.models import Delivery

AN_HOUR, A_DAY, TEN_MINUTES = timedelta(hours=1), timedelta(days=1), timedelta(minutes=10)
AT_ONCE = timedelta(seconds=10)
HOURLY, DAILY = 2, 5  # to one address from one of ours
MOST_TO_ALL = 200  # in ten minutes, to everybody
MOST_FROM_ONE = 30  # in ten minutes: no person begins so many conversations
HEADERS = {
    "Auto-Submitted": "auto-replied",  # RFC 3834
    "X-Auto-Response-Suppress": "All",  # Exchange
    # Robots look for it; `bulk` would stop as many of them, and let providers put the letter among advertisements.
    "Precedence": "auto_reply",
}

_IN_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('automatic letters', 0))"


@transaction.atomic
def may_leave(*, ours: str, theirs: str) -> bool:
    """Whether one more letter that nobody wrote may go to this address now. Asking counts: who asks and is let sends it.

    Whoever makes us ask too often is answered no more, and when too many leave at all, none leaves: both with an alarm.
    """
    with connection.cursor() as cursor:
        cursor.execute(_IN_TURN)  # otherwise two workers would both be the last that may
    now, theirs = timezone.now(), without_tag(theirs)
    AutomaticLetter.objects.filter(at__lt=now - 2 * A_DAY).delete()
    if is_silent(theirs):
        return False
    asked = AutomaticLetter.objects.create(ours=ours, theirs=theirs, at=now)
    if (count := _newest(theirs).filter(theirs=theirs).count()) > MOST_FROM_ONE:
        fall_silent(theirs, count=count)
    elif (count := _newest("").filter(is_sent=True).count()) >= MOST_TO_ALL:
        fall_silent("", count=count)
    elif _has_turn(ours, theirs):
        asked.is_sent = True
        asked.save(update_fields=["is_sent"])
    return asked.is_sent


def is_silent(address: str) -> bool:
    """Whether letters that nobody wrote have stopped, to this address or to all."""
    return Silence.objects.filter(address__in=["", without_tag(address)], ended_at=None).exists()


def held_back() -> Q:
    """The deliveries that wait while all automatic letters have stopped."""
    return Q(message__is_automatic=True) & Q(Exists(Silence.objects.filter(address="", ended_at=None)))


def as_automatic(email: ComposedEmail, *, subject: str) -> ComposedEmail:
    """The letter with everything that tells machines not to answer it; and what bounces of it goes to nobody."""
    email.subject = one_line(subject)
    email.extra_headers |= HEADERS | {"X-Loop": email.extra_headers["Message-ID"].strip("<>")}
    email.has_null_return_path = True
    return email


def answers_at_once(letter: Letter, *, came_at: datetime) -> bool:
    """Whether it answers a letter that nobody wrote within seconds of that: then nobody wrote this one either."""
    named = (tokens.message_in(each, key=signing_key()) for each in ids_of(letter)[:1])
    messages = [pair[1] for pair in named if pair]
    if not messages:
        return False
    ours = Delivery.objects.filter(message__in=messages, message__is_automatic=True)
    return ours.filter(done_at__gt=came_at - AT_ONCE).exists()


def without_tag(address: str) -> str:
    """`ada@shop.example` for `ada+anything@shop.example`."""
    local, at, domain = address.rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"


def _newest(address: str) -> QuerySet[AutomaticLetter]:
    """Those of the last ten minutes, but for what was counted before somebody resumed them."""
    resumed = Silence.objects.filter(address=address).aggregate(at=Max("ended_at"))["at"]
    since = timezone.now() - TEN_MINUTES
    return AutomaticLetter.objects.filter(at__gt=max(since, resumed) if resumed else since)


def _has_turn(ours: str, theirs: str) -> bool:
    sent = AutomaticLetter.objects.filter(ours=ours, theirs=theirs, is_sent=True)
    now = timezone.now()
    return sent.filter(at__gt=now - AN_HOUR).count() < HOURLY and sent.filter(at__gt=now - A_DAY).count() < DAILY
