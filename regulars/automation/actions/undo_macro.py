from django.core.signing import BadSignature, dumps, loads
from django.db import transaction
from django.utils.translation import gettext as _

from regulars.automation.steps import Step, StepFailed, do_steps
from regulars.conversations.models import Conversation
from regulars.lib.refusal import refusal
from regulars.team.models import Agent

SALT, OPEN_FOR = "undo a macro", 3600  # seconds


def sealed(steps: list[Step], *, conversation: Conversation, by: Agent) -> str:
    """The steps that undo a macro, for whoever ran it, in this conversation, within the hour."""
    return dumps([conversation.pk, by.pk, steps], salt=SALT, compress=True)


@transaction.atomic
def undo_macro(conversation: Conversation, *, plan: str, by: Agent) -> list[str]:
    """Let the conversation be as it was before a macro, by the plan that `sealed` has made. Harmless twice.

    Raises ValidationError("plan") when it is not theirs or too old, or "steps" when one cannot be done: then none was.
    """
    try:
        number, agent, steps = loads(plan, salt=SALT, max_age=OPEN_FOR)
    except BadSignature:
        number, agent, steps = 0, 0, []
    if (number, agent) != (conversation.pk, by.pk):
        raise refusal("plan", _("This cannot be undone any more."), "unknown")
    try:
        return do_steps(steps, things={"conversation": conversation.pk}, by=by)
    except StepFailed as failed:
        raise refusal("steps", _("Nothing was undone. Step %s") % failed, "failed") from None
