from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.automation.macros import is_offered
from regulars.automation.models import Macro
from regulars.automation.steps import StepFailed, do_steps, say_step
from regulars.conversations.models import Conversation
from regulars.conversations.restoring import State, standing
from regulars.lib.refusal import refusal
from regulars.team.models import Agent

# Steps of which everything comes back when it is undone. What is said, or begun elsewhere, stays.
RESTORED = {"assign", "route", "set topic", "set priority", "tag", "untag", "resolve", "reopen", "snooze", "set status"}


class Done(NamedTuple):
    """What a macro has done in words, how the conversation stood before and after, and what stays whatever is undone."""

    said: list[str]
    before: State
    after: State
    stays: list[str]


@transaction.atomic
def run_macro(macro: Macro, *, conversation: Conversation, by: Agent, is_answered: bool = False) -> Done:
    """Take a macro's steps in a conversation, as the agent who does. Returns what was done, and what undoes it.

    With `is_answered` the agent has sent its answer already, as they wanted it: the other steps are taken.

    Raises ValidationError("macro") when it is not offered here, or "steps" when one cannot be done: then none was.
    """
    if not is_offered(macro, conversation=conversation, agent=by):
        raise refusal("macro", _("“%s” is not offered in this conversation.") % macro, "not_offered")
    steps = [step for step in macro.steps if not (is_answered and step.get("do") == "reply")]
    before = standing(conversation)
    try:
        said = do_steps(steps, things={"conversation": conversation.pk}, by=by)
    except StepFailed as failed:
        raise refusal("steps", _("Nothing was done. Step %s") % failed, "failed") from None
    Macro.objects.filter(pk=macro.pk).update(used_count=F("used_count") + 1, used_at=timezone.now())
    stays = [say_step({"do": step["do"]}) for step in steps if step["do"] not in RESTORED]
    return Done(said, before, standing(conversation), stays)
