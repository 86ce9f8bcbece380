from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.identities import normalise
from regulars.customers.models import Identity
from regulars.lib.refusal import refusal
from regulars.portal.models import Code, Session
from regulars.team.models import Brand

LASTS = timedelta(minutes=10)
AN_HOUR, TEN_MINUTES, KEPT = timedelta(hours=1), timedelta(minutes=10), timedelta(days=2)
TO_ONE = 5  # in an hour, to one address, each for one browser
FROM_ONE = 100  # in an hour, from one place: offices and mobile networks have one address for many
TO_ALL = 500  # in ten minutes; then to addresses of customers alone

_IN_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('portal codes', 0))"


@transaction.atomic
def ask_code(
    address: str, *, brand: Brand, session: Session | None = None, asked_from: str = "", language: str = ""
) -> Code:
    """Have a code mailed to an address, to sign in by or, with a session, to add the address to whoever is signed in.

    Known addresses and others are treated alike, and the mail is the worker's: nobody learns here who our customers are.
    After a few in an hour to one address, one letter each ten minutes serves all who ask: nobody's mailbox is flooded, and nobody
    keeps its owner out by asking. While the whole world asks too often, strangers get no letters. Raises
    ValidationError("address"), also with the word "too_many" when one place asks too often, or for an address that is to be
    added and was asked for too often.
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
    newest = leaving.filter(address=address, is_for_all=False, asked_at__gt=now - AN_HOUR).count()
    if Code.objects.filter(asked_from=asked_from, asked_at__gt=now - AN_HOUR).count() >= FROM_ONE or (
        session and newest >= TO_ONE
    ):
        raise refusal("address", _("Too many codes were asked for. Try again in a while, or write to us."), "too_many")
    facts = {"address": address, "brand": brand, "asked_at": now, "language": language[:16]}
    for_all = None if newest < TO_ONE else _for_all(facts)
    is_flood = leaving.filter(asked_at__gt=now - TEN_MINUTES).count() > TO_ALL
    is_mailed = for_all is None and not (is_flood and not Identity.objects.filter(value=address).exists())
    code = Code.objects.create(
        session=session,
        asked_from=asked_from[:45],
        mail_at=now if is_mailed else None,
        ends_at=now + LASTS if for_all is None else now + 2 * LASTS,
        of=for_all,
        **facts,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('codes', '')")
    return code


def _for_all(facts: dict[str, Any]) -> Code:
    """The one that is on its way, or will be good for ten minutes yet; or else a new one."""
    since = facts["asked_at"] + LASTS
    known = Code.objects.filter(
        is_for_all=True, used_at=None, ends_at__gt=since, address=facts["address"], brand=facts["brand"]
    )
    return known.first() or Code.objects.create(is_for_all=True, ends_at=facts["asked_at"] + 2 * LASTS, **facts)
