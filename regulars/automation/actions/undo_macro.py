from django.core.signing import BadSignature, dumps, loads
from django.db import transaction
from django.utils.translation import gettext as _

from regulars.automation.actions.run_macro import Done
from regulars.conversations.models import Conversation
from regulars.conversations.restoring import restore
from regulars.lib.refusal import refusal
from regulars.team.models import Agent

SALT, OPEN_FOR = "undo a macro", 3600  # seconds


def sealed(done: Done, *, conversation: Conversation, by: Agent) -> str:
    """What undoes a macro, for whoever ran it, in this conversation, within the hour."""
    return dumps([conversation.pk, by.pk, done.before, done.after], salt=SALT, compress=True)


@transaction.atomic
def undo_macro(conversation: Conversation, *, plan: str, by: Agent) -> bool:
    """Let the conversation stand as it did before a macro, by the plan that `sealed` has made. Harmless twice; False when nothing was left to undo.

    Raises ValidationError("plan") when it is not theirs or too old, or "since" when somebody has changed it since.
    """
    try:
        number, agent, before, after = loads(plan, salt=SALT, max_age=OPEN_FOR)
    except BadSignature:
        number, agent, before, after = 0, 0, {}, {}
    if (number, agent) != (conversation.pk, by.pk):
        raise refusal("plan", _("This cannot be undone any more."), "unknown")
    return restore(conversation, before=before, after=after, by=by)
