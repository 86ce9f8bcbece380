from collections.abc import Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _

from regulars.automation.models import Macro
from regulars.bulk.deeds import Step, allow_step, check_step, label_of
from regulars.bulk.models import BulkItem, BulkRun
from regulars.conversations.models import Conversation
from regulars.lib.refusal import refusal
from regulars.team.models import Agent

MOST = 10_000  # conversations


@transaction.atomic
def start(step: Step | None = None, *, macro: Macro | None = None, conversations: Sequence[int], by: Agent) -> BulkRun:
    """Let a step, or a macro, be done in these conversations, each once, as far as the agent may see them.

    Raises ValidationError("steps.1…", "conversations") and NotAllowed; then nothing is done.
    """
    if macro is None:
        check_step(step)
        allow_step(by, step)
    into = (step or {}).get("into")
    visible = set(Conversation.objects.visible_to(by).filter(pk__in=conversations).values_list("pk", flat=True)) - {
        into
    }
    numbers = [number for number in dict.fromkeys(conversations) if number in visible]
    if not 1 <= len(numbers) <= MOST:
        raise refusal("conversations", _("Choose 1 to %d conversations.") % MOST)
    label = _("Run “%s”") % macro if macro else label_of(step)
    run = BulkRun.objects.create(agent=by, step=step, macro=macro, label=label[:300], total=len(numbers))
    BulkItem.objects.bulk_create([BulkItem(run=run, conversation_id=number) for number in numbers], batch_size=2000)
    wake()
    return run


def wake() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('bulk', '')")
