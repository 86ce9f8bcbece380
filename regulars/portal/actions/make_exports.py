from __future__ import annotations

import gzip
import json
import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from regulars.channels.email.postman import hand_over, server_of
from regulars.channels.email.speaking import mailbox_of_brand
from regulars.knowledge.hosts import origin_of
from regulars.knowledge.models import HelpCentre
from regulars.lib.drain import claim
from regulars.portal.exporting import everything_of
from regulars.portal.mailing import letter_to
from regulars.portal.models import Export
from regulars.portal.queries import Reader
from regulars.team.models import Brand

log = logging.getLogger(__name__)
LASTS = timedelta(days=7)
AGAIN_AFTER = timedelta(minutes=1)  # and twice as long after each attempt


def make_exports() -> int:
    """Make the next file that was asked for, and tell the customer by mail that it is there. Returns how many were looked at.

    One that a dying worker leaves behind is made again. Files older than a week go.
    """
    Export.objects.filter(ends_at__lt=timezone.now()).delete()
    due = Export.objects.filter(make_at__lte=timezone.now()).select_related(
        "proof__identity__customer__company", "brand"
    )
    with claim(due.order_by("make_at", "pk")) as exports:
        made = [each for each in exports if _made(each)]
    for each in made:
        _tell(each)
    return len(exports)


def next_due() -> datetime | None:
    """When one that failed is tried again."""
    waiting = Export.objects.filter(make_at__isnull=False).order_by("make_at")
    return waiting.values_list("make_at", flat=True).first()


def _made(export: Export) -> bool:
    try:
        with translation.override(export.language or None):
            content = json.dumps(everything_of(Reader(export.proof)), ensure_ascii=False, indent=1).encode()
    except Exception:  # whatever it was, those of others are made
        log.exception("Export %s could not be made", export.pk)
        export.make_at = timezone.now() + AGAIN_AFTER * 2**export.attempts
        export.attempts = min(export.attempts + 1, 10)
        export.save(update_fields=["make_at", "attempts"])
        return False
    export.packed, export.size = gzip.compress(content, mtime=0), len(content)
    export.make_at, export.ends_at = None, timezone.now() + LASTS
    export.save(update_fields=["packed", "size", "make_at", "ends_at"])
    return True


def _tell(export: Export) -> None:
    """Where it is, and nothing of what is in it."""
    mailbox, address = mailbox_of_brand(export.brand), export.proof.identity.value
    with translation.override(export.language or None):
        shown = {"brand": export.brand.name, "link": f"{_origin(export.brand)}/my/data"}
        text = render_to_string("portal/pages/export.txt", shown)
        letter = letter_to(address, brand=export.brand, subject=_("Your data from %(brand)s") % shown, text=text)
    try:
        hand_over(letter, server=server_of(mailbox) if mailbox else None)
    except Exception:  # it is there all the same, and the page says so
        log.exception("Nobody could be told of export %s", export.pk)


def _origin(brand: Brand) -> str:
    """Where customers of this brand come in: at its own address, if it has one."""
    centre = HelpCentre.objects.filter(brand=brand).exclude(host="").first()
    return origin_of(centre) if centre else settings.BASE_URL.rstrip("/")
