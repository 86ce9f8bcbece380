from django.db import transaction

from regulars.lib.again import again_after_a_deadlock
from regulars.rewards.giving import hand_over
from regulars.rewards.models import Goodwill
from regulars.rewards.waiting import locked_waiting, refuse_who_may_not
from regulars.team.models import Agent


@again_after_a_deadlock
@transaction.atomic
def approve_goodwill(goodwill: Goodwill, *, by: Agent) -> Goodwill:
    """Agree to what a colleague would give: it is given now, in their name. Harmless twice.

    Raises ValidationError("goodwill") when it was declined or this agent may not agree, and what the ledger and the shelf refuse.
    """
    kept = locked_waiting(goodwill, unless=Goodwill.State.GIVEN)
    if kept.state == Goodwill.State.GIVEN:
        return kept
    refuse_who_may_not(by, kept)
    return hand_over(kept, by=by)
