from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.rewards.models import Claim, PoolCode, Reward
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

MOST = 10_000  # at once


@transaction.atomic
def add_codes(reward: Reward, *, codes: Iterable[str], by: Agent | None) -> int:
    """Put codes of the shop's own on the pile of a reward; each goes out once. Those that are known already are left out.

    Returns how many are new. Raises ValidationError("codes").
    """
    written = list(dict.fromkeys(storable(each).strip() for each in codes if each.strip()))
    if len(written) > MOST or any(len(each) > 64 or not each.isprintable() for each in written):
        raise refusal("codes", _("At most {most} codes at once, of at most 64 characters each.").format(most=MOST))
    if not reward.is_pooled:
        raise refusal("codes", _("The codes of this reward are our own."))
    known = set(PoolCode.objects.filter(code__in=written).values_list("code", flat=True))
    known |= set(Claim.objects.filter(code__in=written).values_list("code", flat=True))
    new = [PoolCode(reward=reward, code=each) for each in written if each not in known]
    PoolCode.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        audit("reward.codes_added", by=by, on=f"reward:{reward.pk}", after={"codes": len(new)})
    return len(new)
