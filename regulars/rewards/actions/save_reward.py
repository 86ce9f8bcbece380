from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from regulars.rewards.checking import FACTS, checked
from regulars.rewards.models import Reward
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def save_reward(reward: Reward | None, *, facts: Mapping[str, Any], by: Agent | None) -> Reward:
    """Put a reward into the catalogue, or change it: `facts` by the names of its columns. Codes that somebody has keep what they promised.

    Raises ValidationError naming the field.
    """
    kept = Reward.objects.select_for_update(no_key=True).get(pk=reward.pk) if reward else Reward()
    before = _told(kept) if reward else {}
    for name in FACTS:
        if name in facts:
            setattr(kept, name, facts[name])
    checked(kept)
    kept.save()
    after = _told(kept)
    if before != after:
        changed = {name: before.get(name) for name in after if before.get(name) != after[name]} if before else {}
        audit(
            "reward.changed" if before else "reward.made",
            by=by,
            on=f"reward:{kept.pk}",
            before=changed,
            after={name: after[name] for name in changed or after},
        )
    return kept


def _told(reward: Reward) -> dict[str, Any]:
    """As the audit log keeps it."""
    return {
        name: value if isinstance(value := _plain(reward, name), int | str | list | dict | None) else str(value)
        for name in FACTS
    }


def _plain(reward: Reward, name: str) -> Any:
    field = Reward._meta.get_field(name)
    return getattr(reward, field.attname)
