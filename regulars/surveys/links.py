"""Addresses that take an answer: one for each invitation, signed, and one for each survey that anybody may answer."""

from __future__ import annotations

import re
import secrets
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse

from regulars.lib import signing
from regulars.surveys.models import Invitation, Survey

ANSWERING = "opinion"
_ONCE = re.compile(r"[\w-]{16,64}", re.A)
_CODE = re.compile(rf"([0-9]{{1,18}})-([{signing.ALPHABET}]{{{signing.LENGTH}}})", re.I)


def code_of(invitation: Invitation) -> str:
    """`7-` and twenty letters that only we can make."""
    return f"{invitation.pk}-{signing.token(ANSWERING, str(invitation.pk), key=_key())}"


def invitation_named(code: str) -> Invitation | None:
    """The invitation whose link this is; None for what we have not signed."""
    found = _CODE.fullmatch(code)
    if not found or not signing.verify(ANSWERING, found[1], found[2], key=_key()):
        return None
    several = Invitation.objects.select_related("survey__brand", "customer", "conversation")
    return several.filter(pk=int(found[1])).exclude(state=Invitation.State.NOT_ASKED).first()


def link_to(invitation: Invitation, *, score: int | None = None) -> str:
    """Where it is answered. With a score that is chosen there already, and not kept before somebody sends it."""
    address = _whole(reverse("opinion", args=[code_of(invitation)]))
    scored = invitation.survey.scored
    return f"{address}?{scored.key}={score}" if scored and score is not None else address


def public_link(survey: Survey, *, place: str = "") -> str:
    """Where anybody answers; `place` says where the code hangs."""
    address = _whole(reverse("public_opinion", args=[survey.slug]))
    return f"{address}?place={quote(place)}" if place else address


def key_once(given: object) -> str | None:
    """The key of an answer that was nobody's invitation, of what its page called it: a second click sends the same one."""
    return f"once:{given}" if isinstance(given, str) and _ONCE.fullmatch(given) else None


def new_once() -> str:
    """What a page calls the answer that it takes."""
    return secrets.token_urlsafe(16)


def page_line(survey: Survey) -> str:
    """What a page of the brand's website holds, so that it asks."""
    return f'<script src="{_whole(reverse("survey_script"))}" data-survey="{survey.slug}" defer></script>'


def _whole(path: str) -> str:
    return settings.BASE_URL.rstrip("/") + path


def _key() -> bytes:
    return settings.SECRET_KEY.encode()
