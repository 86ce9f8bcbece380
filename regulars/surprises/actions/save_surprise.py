from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.surprises.lots import IN_ALL
from regulars.surprises.models import Prize, Surprise
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

NAMES = ("programme_id", "name", "reason", "is_open", "budget", "every", "member_days", "agent_most")
OF_PRIZES = ("name", "chance", "points", "reward_id", "stock")
MOST_PRIZES = 30


@transaction.atomic
def save_surprise(surprise: Surprise, *, prizes: Sequence[Prize], by: Agent) -> None:
    """Keep what may be drawn. Prizes that are left out are drawn no more; draws that were made stay as they are.

    Raises ValidationError("prizes").
    """
    _check(prizes, surprise)
    before = Surprise.objects.select_for_update().filter(pk=surprise.pk).first()
    told = {"before": _facts(before)} if before else {}
    surprise.save()
    kept = [each.pk for each in prizes if each.pk]
    surprise.prizes.exclude(pk__in=kept).update(is_gone=True)
    for each in prizes:
        each.surprise = surprise
        each.save()
    audit("surprise.saved", by=by, on=f"surprise:{surprise.pk}", after=_facts(surprise), **told)


def _facts(surprise: Surprise) -> dict[str, Any]:
    prizes = surprise.prizes.filter(is_gone=False).order_by("pk")
    said = [{name: getattr(each, name) for name in OF_PRIZES} for each in prizes]
    return {name: getattr(surprise, name) for name in NAMES} | {"prizes": said}


def _check(prizes: Sequence[Prize], surprise: Surprise) -> None:
    if not prizes or len(prizes) > MOST_PRIZES:
        raise refusal("prizes", _("There are 1 to %s things to be drawn.") % MOST_PRIZES)
    if sum(each.chance for each in prizes) > IN_ALL:
        raise refusal("prizes", _("Together the chances are more than 100 %."))
    for each in prizes:
        if not each.name or not 0 < each.chance <= IN_ALL or bool(each.points) == bool(each.reward_id):
            raise refusal("prizes", _("Each has a name, a chance above 0, and points or a reward, not both."))
        if each.reward and each.reward.programme_id != surprise.programme_id:
            raise refusal("prizes", _("“%s” is a reward of another programme.") % each.reward)
