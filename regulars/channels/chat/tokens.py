"""What a visitor's browser holds instead of a cookie, and what a shop signs about whoever is signed in there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import jwt
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from regulars.channels.chat.models import Visitor, Widget
from regulars.customers import identities
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable

_signer = Signer(salt="regulars.channels.chat.visitor")
LONGEST = 4000  # characters of a signed identity
TOGETHER = 60  # seconds by which the clocks of a shop and ours may differ


def token_of(visitor: Visitor) -> str:
    return _signer.sign(_said_by(visitor))


def _said_by(visitor: Visitor) -> str:
    """Whoever the shop has signed is believed as long as the secret stays that they were signed with."""
    if visitor.subject is None:
        return visitor.key.hex
    return f"{visitor.key.hex}.{salted_hmac(_signer.salt, visitor.widget.secret).hexdigest()[:16]}"


def visitor_with(token: str, *, widget_key: str) -> Visitor | None:
    """The visitor who holds this token, in front of this widget, while that is on."""
    if (key := _key_in(token)) is None:
        return None
    several = Visitor.objects.select_related("widget__inbox__brand", "customer")
    found = several.filter(key=key, widget__key=widget_key, widget__is_on=True).first()
    return found if found and _holds(token, found) else None


def visitors_with(tokens: Sequence[str]) -> dict[str, Visitor]:
    """By token the visitors who hold these, in front of any widget."""
    keys = {token: key for token in tokens if (key := _key_in(token))}
    found = Visitor.objects.select_related("widget").filter(key__in=set(keys.values()))
    known = {each.key: each for each in found}
    return {token: known[key] for token, key in keys.items() if key in known and _holds(token, known[key])}


def _key_in(token: str) -> UUID | None:
    try:
        return UUID(_signer.unsign(token[:200]).partition(".")[0])
    except (BadSignature, ValueError):
        return None


def _holds(token: str, visitor: Visitor) -> bool:
    return constant_time_compare(_signer.unsign(token[:200]), _said_by(visitor))


class Identity(NamedTuple):
    """Who somebody is, as the shop says."""

    subject: str
    address: str
    name: str


def identity_in(signed: str, *, widget: Widget) -> Identity:
    """What a JWT says that was signed (HS256) with the widget's secret. Raises ValidationError("identity").

    A number as `sub` is as good as a word, and what we have no use for (`aud`, `iat`, `jti`) makes none worse.
    """
    unused = dict.fromkeys(("verify_sub", "verify_aud", "verify_iat", "verify_jti"), False)
    needed = {"require": ["sub", "exp"], **unused}
    try:
        said = jwt.decode(signed[:LONGEST], widget.secret, algorithms=["HS256"], options=needed, leeway=TOGETHER)
        subject = storable(str(said["sub"]))
        address = identities.email(str(said["email"])) if said.get("email") else ""
    except (jwt.InvalidTokenError, ValidationError, ValueError):
        raise refusal("identity", _("This identity is not signed by the shop, or has ended.")) from None
    is_named = type(said["sub"]) in (str, int) and 0 < len(subject) <= 200
    if not widget.secret or not is_named or len(address) > 320:
        raise refusal("identity", _("This identity is not signed by the shop, or has ended."))
    return Identity(subject, address, one_line(storable(str(said.get("name") or "")), limit=200))
