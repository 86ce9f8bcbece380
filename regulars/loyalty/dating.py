"""From when points may be spent, and when they are over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.loyalty.models import Lot, Programme
from regulars.loyalty.terms import Expiry


def dates(
    programme: Programme,
    at: datetime,
    *,
    activates_at: datetime | None = None,
    waits: bool = False,
    expires_at: datetime | None = None,
) -> dict[str, Any]:
    """The dates of a credit that was earned at this instant; what is said goes before the terms. Raises ValidationError("expires_at")."""
    terms = programme.promised
    if waits or (activates_at is None and terms.activation.kind == "on action"):
        active = None
    elif terms.activation.kind == "after" and activates_at is None:
        active = terms.activation.span.after(at, programme.clock)
    else:
        active = activates_at or at
    if expires_at and expires_at <= (active or at):
        raise refusal("expires_at", _("They would be over before they may be spent."))
    return {"activates_at": active, **_ends(programme, at, active, expires_at)}


def _ends(programme: Programme, at: datetime, active: datetime | None, expires_at: datetime | None) -> dict[str, Any]:
    expiry = programme.promised.expiry
    if expires_at or expiry is None:
        return {"expires_at": expires_at, "lasts": None}
    if expiry.since == "active" and active is None:
        return {"expires_at": None, "lasts": expiry.model_dump(mode="json")}
    return {"expires_at": expiry.after(active if expiry.since == "active" else at, programme.clock), "lasts": None}


def begin(lot: Lot, at: datetime, programme: Programme) -> None:
    """From now on a credit that waited for somebody may be spent, and lasts as long as it was promised."""
    lot.activates_at = at
    if lot.lasts:
        lot.expires_at, lot.lasts = Expiry.model_validate(lot.lasts).after(at, programme.clock), None
