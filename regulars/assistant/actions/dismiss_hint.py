from __future__ import annotations

from regulars.assistant.models import Hint
from regulars.team.models import Agent


def dismiss_hint(hint: Hint, *, by: Agent) -> None:
    """It was of no use. Harmless once it is decided."""
    Hint.objects.filter(pk=hint.pk, state=Hint.State.OPEN).update(state=Hint.State.DISMISSED, decided_by=by)
