from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from regulars.knowledge.guiding import Stop
from regulars.knowledge.models import Guide, GuideRun


def note_guide_step(guide: Guide, *, run: str, way: Sequence[Stop]) -> None:
    """Remember how far a run has come: the steps of its way, and the end if the last is one. An unknown run is nothing."""
    now = {"path": [each.key for each in way], "outcome": way[-1].outcome, "last_at": timezone.now()}
    GuideRun.objects.filter(guide=guide, key=run).update(**now)
