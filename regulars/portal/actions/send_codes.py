from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from regulars.channels.email.directory import Directory
from regulars.channels.email.postman import Refusal, hand_over, server_of
from regulars.channels.email.speaking import mailbox_of_brand
from regulars.conversations.suppressed import suppressed_among
from regulars.lib.drain import claim
from regulars.portal.actions.ask_code import LASTS
from regulars.portal.digits import FOR_ALL, LENGTH, hash_of, in_fours, new_digits
from regulars.portal.mailing import letter_to
from regulars.portal.models import Code

log = logging.getLogger(__name__)
AGAIN_AFTER = timedelta(seconds=20)
MOST_ATTEMPTS = 3


def send_codes() -> int:
    """Mail the next code that waits. Returns how many were looked at: 0 when none is due.

    Its digits are made here and are known to the mail server and the customer alone. The row says that it has left before it does: a
    worker that dies in between costs the customer another click, and never mails two codes of which only one is good.
    """
    with claim(_due()) as codes:
        made = [(code, _made(code)) for code in codes]
    for code, digits in made:
        if digits:
            _mail(code, digits)
    return len(made)


def next_due() -> datetime | None:
    """When a code is tried once more that a mail server did not take."""
    waiting = Code.objects.filter(mail_at__isnull=False).order_by("mail_at")
    return waiting.values_list("mail_at", flat=True).first()


def _due() -> QuerySet[Code]:
    return Code.objects.filter(mail_at__lte=timezone.now()).select_related("brand").order_by("mail_at", "pk")


def _made(code: Code) -> str:
    """The digits, of which the row has the hash now; none for an address that gets no letters: one of ours, or a stopped one."""
    is_ours = Directory.load().find(code.address) is not None
    digits = "" if is_ours or suppressed_among([code.address]) else new_digits(FOR_ALL if code.is_for_all else LENGTH)
    code.mail_at, code.attempts = None, code.attempts + 1
    code.digits_hash = hash_of(digits, code=code.pk) if digits else ""
    code.ends_at = timezone.now() + (2 * LASTS if code.is_for_all else LASTS)
    code.save(update_fields=["mail_at", "attempts", "digits_hash", "ends_at"])
    return digits


def _mail(code: Code, digits: str) -> None:
    mailbox = mailbox_of_brand(code.brand)
    try:
        hand_over(_letter(code, digits), server=server_of(mailbox) if mailbox else None)
    except Refusal as refused:
        if not refused.is_final and code.attempts < MOST_ATTEMPTS:
            Code.objects.filter(pk=code.pk).update(mail_at=timezone.now() + AGAIN_AFTER)
    except Exception:  # whatever it was, the codes of others leave
        log.exception("Code %s could not be mailed", code.pk)


def _letter(code: Code, digits: str) -> EmailMessage:
    with translation.override(code.language or None):
        shown = {"digits": in_fours(digits), "brand": code.brand.name, "adds": code.session_id is not None}
        shown |= {"is_for_all": code.is_for_all, "is_for_chat": code.is_for_chat}
        subject = _("%(digits)s is your code for %(brand)s") % shown
        return letter_to(
            code.address, brand=code.brand, subject=subject, text=render_to_string("portal/pages/code.txt", shown)
        )
