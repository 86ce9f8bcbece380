"""Signed names of letters: in links by which somebody says no without signing in, and where bounces come back to."""

from __future__ import annotations

import re

from django.conf import settings
from django.urls import reverse

from regulars.channels.email.threads import signing_key
from regulars.lib import signing
from regulars.outreach.models import Sending

LINK, MESSAGE_ID = "outreach link", "outreach message id"
NAMED = re.compile(rf"(?<![\w.])o([0-9]{{1,18}})\.([{signing.ALPHABET}]{{{signing.LENGTH}}})", re.I)


def choices_link(sending: Sending) -> str:
    """Where whoever got this letter says what they want to get."""
    return settings.BASE_URL.rstrip("/") + reverse("outreach:choices", args=[named(sending, purpose=LINK)])


def named(sending: Sending, *, purpose: str) -> str:
    """`o42.` and a signature that is good for this purpose alone."""
    return f"o{sending.pk}.{signing.token(purpose, f'o{sending.pk}', key=signing_key())}"


def sending_named(text: str, *, purpose: str) -> Sending | None:
    """The letter whose validly signed name stands in a text."""
    for number, signature in NAMED.findall(text):
        if signing.verify(purpose, f"o{number}", signature, key=signing_key()):
            return Sending.objects.select_related("customer", "brand").filter(pk=number).first()
    return None
