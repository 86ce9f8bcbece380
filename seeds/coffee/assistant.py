"""The assistant of Kettle & Crumb: it answers in the chat and in the help centre, without a model, in the words of the articles."""

from __future__ import annotations

from regulars.assistant.actions.save_duty import save_duty
from regulars.assistant.models import Duty, Task
from regulars.conversations.models import Inbox
from regulars.knowledge.models import HelpCentre
from regulars.team.models import Agent


def let_answer(inbox: Inbox, *, by: Agent) -> None:
    """From here on: the stories were told before."""
    itself = {"task": Task.ANSWER, "way": Duty.Way.ITSELF}
    save_duty(Duty(inbox=inbox, channels=["chat"], tells_own=True, **itself), by=by)
    save_duty(Duty(centre=HelpCentre.objects.get(brand=inbox.brand), **itself), by=by)
