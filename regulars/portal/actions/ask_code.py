from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.identities import normalise
from regulars.lib.refusal import refusal
from regulars.portal.models import Code, Session
from regulars.team.models import Brand

LASTS = timedelta(minutes=10)
AN_HOUR, TEN_MINUTES, KEPT = timedelta(hours=1), timedelta(minutes=10), timedelta(days=2)
TO_ONE = 5  # in an hour, to one address
FROM_ONE = 100  # in an hour, from one place: offices and mobile networks have one address for many
TO_ALL = 500  # in ten minutes

_IN_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('portal codes', 0))"


@transaction.atomic
def ask_code(
    address: str, *, brand: Brand, session: Session | None = None, asked_from: str = "", language: str = ""
) -> Code:
    """Have a code mailed to an address, to sign in by or, with a session, to add the address to whoever is signed in.

    Known addresses and others are treated alike, and the mail is the worker's: nobody learns here who our customers are.
    More than a few in an hour to one address are given out and not mailed. Raises ValidationError("address"), also with the
    word "too_many" when one place, or the whole world, asks too often.
    """
    try:
        address = normalise("email", address[:1000])
    except ValidationError:
        raise refusal("address", _("Write your e-mail address, such as ada@example.com.")) from None
    with connection.cursor() as cursor:
        cursor.execute(_IN_TURN)  # otherwise several at once would each be the last that may
    now = timezone.now()
    Code.objects.filter(asked_at__lt=now - KEPT).delete()
    leaving = Code.objects.exclude(Q(mail_at=None) & Q(digits_hash=""))
    is_too_often = Code.objects.filter(asked_from=asked_from, asked_at__gt=now - AN_HOUR).count() >= FROM_ONE
    if is_too_often or leaving.filter(asked_at__gt=now - TEN_MINUTES).count() >= TO_ALL:
        raise refusal("address", _("Too many codes were asked for. Try again in a while, or write to us."), "too_many")
    has_turn = leaving.filter(address=address, asked_at__gt=now - AN_HOUR).count() < TO_ONE
    facts = {"brand": brand, "session": session, "asked_from": asked_from[:45], "language": language[:16]}
    code = Code.objects.create(
        address=address, asked_at=now, mail_at=now if has_turn else None, ends_at=now + LASTS, **facts
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('codes', '')")
    return code
