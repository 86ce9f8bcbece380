"""Goodwill that waits for somebody to agree."""

from __future__ import annotations

from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.rewards.budgets import budgets_of, may_approve
from regulars.rewards.models import Goodwill
from regulars.team.models import Agent


def locked_waiting(goodwill: Goodwill, *, unless: str) -> Goodwill:
    """Raises ValidationError("goodwill") when it is settled otherwise than `unless`."""
    several = Goodwill.objects.select_for_update(of=("self",), no_key=True).select_related(
        "customer", "agent", "programme", "reward"
    )
    kept = several.get(pk=goodwill.pk)
    if kept.state not in (Goodwill.State.WAITING, unless):
        raise refusal("goodwill", _("This is settled already: %s.") % kept.get_state_display(), "settled")
    return kept


def refuse_who_may_not(agent: Agent, goodwill: Goodwill) -> None:
    if not may_approve(agent, goodwill, budgets_of(goodwill.programme_id)):
        raise refusal("goodwill", _("Somebody else decides this, who might give as much alone."), "not_yours")
