"""What conditions may ask about friends whom a customer brought along."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from regulars.lib.conditions import Field, table
from regulars.referrals.models import Referral


def _approved(prefix: str) -> QuerySet[Referral]:
    theirs = Referral.objects.filter(link__account__customer=OuterRef(f"{prefix}pk"))
    return theirs.filter(state=Referral.State.APPROVED).order_by()


def _friends(prefix: str) -> Any:
    counted = (
        _approved(prefix).values("link__account__customer").annotate(many=Count("friend__customer", distinct=True))
    )
    return Coalesce(Subquery(counted.values("many")), Value(0))


def _was_sent(prefix: str) -> Exists:
    gone = (Referral.State.VOID, Referral.State.TAKEN_BACK)
    return Exists(Referral.objects.filter(friend__customer=OuterRef(f"{prefix}pk")).exclude(state__in=gone))


REFERRAL_FIELDS = table(
    Field("friends", _("friends brought along"), "number", _friends),
    Field("was sent by a friend", _("was sent by a friend"), "boolean", _was_sent),
)
