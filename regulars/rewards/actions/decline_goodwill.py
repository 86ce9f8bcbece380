from django.db import transaction

from regulars.loyalty.checking import checked_words
from regulars.rewards.events import GoodwillDeclined
from regulars.rewards.giving import decide
from regulars.rewards.models import Goodwill
from regulars.rewards.waiting import locked_waiting, refuse_who_may_not
from regulars.team.models import Agent


@transaction.atomic
def decline_goodwill(goodwill: Goodwill, *, by: Agent, answer: str = "") -> Goodwill:
    """Do not agree to what a colleague would give, who reads `answer`; or take back what one has asked oneself. Harmless twice.

    Raises ValidationError("goodwill", "answer").
    """
    kept = locked_waiting(goodwill, unless=Goodwill.State.DECLINED)
    if kept.state == Goodwill.State.DECLINED:
        return kept
    if by.pk != kept.agent_id:
        refuse_who_may_not(by, kept)
    kept.answer = checked_words(answer, longest=200, field="answer")
    decide(kept, state=Goodwill.State.DECLINED, by=by, event=GoodwillDeclined)
    return kept
