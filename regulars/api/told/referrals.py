"""Friends who are brought along, told."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from regulars.api.shapes import referrals as shapes
from regulars.api.told.answers import Facts, time
from regulars.referrals.models import Link, Referral, Scheme
from regulars.referrals.promising import promised

_MOMENTS = ("joined_at", "bought_at", "approve_at", "decided_at")


def referral(row: Referral) -> Facts:
    said = promised(row)
    return {
        "id": row.pk,
        "programme": row.giver.programme_id,
        "giver": row.link.account_id,
        "friend": row.friend_id,
        **{name: getattr(row, name) for name in ("state", "why", "came_by", "score", "note")},
        "order": row.order_id,
        "giver_points": said.giver_points,
        "friend_points": said.friend_points,
        "signs": [{"word": word, "weight": weight} for word, weight in row.signs],
        **{name: time(getattr(row, name)) for name in _MOMENTS},
    }


def link(row: Link) -> Facts:
    address = settings.BASE_URL.rstrip("/") + reverse("portal:landing", args=[row.code])
    return {"member": row.account_id, "code": row.code, "address": address}


def scheme(row: Scheme) -> Facts:
    named = [name for name in shapes.Scheme.model_fields if name != "programme"]
    return {"programme": row.programme_id, **{name: getattr(row, name) for name in named}}
