from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.customers.events import CATALOGUE
from regulars.customers.timeline import listen
from regulars.lib.refusal import refusal
from regulars.surprises.actions.count_towards import count_towards
from regulars.surprises.models import Achievement
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

NAMES = ("programme_id", "name", "text", "event", "how", "many", "again", "lasts", "points", "reward_id", "is_on")


@transaction.atomic
def save_achievement(achievement: Achievement, *, by: Agent) -> None:
    """Keep what members can reach. It counts what happens from now on; rounds that were begun go on by what is said now.

    Raises ValidationError("event", "lasts", "reward").
    """
    if achievement.event not in CATALOGUE:
        raise refusal("event", _("There is no such event."))
    if achievement.again == Achievement.Again.WHEN_OVER and not achievement.lasts:
        raise refusal("lasts", _("Say until when there is time, or it never begins anew."))
    if achievement.reward and achievement.reward.programme_id != achievement.programme_id:
        raise refusal("reward", _("“%s” is a reward of another programme.") % achievement.reward)
    before = Achievement.objects.select_for_update().filter(pk=achievement.pk).first()
    achievement.save()
    listen(count_towards, kinds=Achievement.objects.filter(is_on=True).values_list("event", flat=True))
    told = {"before": _facts(before)} if before else {}
    audit("achievement.saved", by=by, on=f"achievement:{achievement.pk}", after=_facts(achievement), **told)


def _facts(achievement: Achievement) -> dict[str, Any]:
    return {name: getattr(achievement, name) for name in NAMES}
