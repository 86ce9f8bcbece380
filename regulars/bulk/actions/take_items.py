import logging

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.bulk.deeds import do
from regulars.bulk.models import BulkItem, BulkRun
from regulars.conversations.models import Conversation
from regulars.conversations.restoring import restore, standing

log = logging.getLogger(__name__)
BATCH = 10  # items before another run has its turn
# Steps that change nothing but how the conversation stands: when it stands as before, there was nothing to do.
SHOWN = frozenset(
    {"tag", "untag", "assign", "resolve", "reopen", "give status", "set priority", "set topic", "put away", "merge"}
)


def take_items() -> int:
    """Do the next few items of the run that has waited longest. Returns how many; 0 when nothing is left to do."""
    run = BulkRun.objects.filter(finished_at=None).order_by("worked_at").first()
    if run is None:
        return 0
    BulkRun.objects.filter(pk=run.pk).update(worked_at=timezone.now())
    for taken in range(BATCH):
        if not take_item(run):
            return taken or 1
    return BATCH


@transaction.atomic
def take_item(run: BulkRun) -> bool:
    """Do one item, in one transaction with writing down that it is done. False when none is left, and the run has ended.

    Who works on a run holds it, so that two never do the same item, and a stop comes before the next one.
    """
    run = BulkRun.objects.select_for_update(of=("self",)).select_related("agent", "macro", "undoes").get(pk=run.pk)
    item = None if run.is_stopped else run.items.filter(state=BulkItem.State.WAITING).order_by("pk").first()
    if item is None:
        BulkRun.objects.filter(pk=run.pk, finished_at=None).update(finished_at=timezone.now())
        return False
    try:
        with transaction.atomic():
            item.state = _do(run, item)
    except ValidationError as error:
        item.state, item.reason = BulkItem.State.FAILED, " ".join(error.messages)
    except (OperationalError, InterfaceError):  # the database is away, or two waited for each other: it is tried again
        raise
    except Exception:  # whatever it was, the others are done, and so are other runs
        log.exception("Item %s of bulk run %s failed", item.pk, run.pk)
        item.state, item.reason = BulkItem.State.FAILED, _("It did not work. The log of the house says why.")
    item.save()
    BulkRun.objects.filter(pk=run.pk).update(**{item.state: F(item.state) + 1})
    return True


def _do(run: BulkRun, item: BulkItem) -> str:
    conversation = _held(run, item)
    if run.undoes:
        done = run.undoes.items.get(conversation=conversation)
        was_changed = restore(conversation, before=done.before, after=done.after, by=run.agent)
        return BulkItem.State.DONE if was_changed else BulkItem.State.UNCHANGED
    item.before = standing(conversation)
    do(run, conversation)
    item.after = standing(conversation)
    is_shown = (run.step or {}).get("do") in SHOWN
    return BulkItem.State.UNCHANGED if is_shown and item.before == item.after else BulkItem.State.DONE


def _held(run: BulkRun, item: BulkItem) -> Conversation:
    """The conversation, which nobody else changes until this is done; but for merging, whose own lock comes first."""
    found = Conversation.objects.visible_to(run.agent).filter(pk=item.conversation_id)
    steps = [run.undoes.step] if run.undoes else run.macro.steps if run.macro else [run.step]
    if not any((step or {}).get("do") in ("merge", "unmerge") for step in steps):
        found = found.select_for_update(of=("self",))
    conversation = found.first()
    if conversation is None:
        raise ValidationError(_("You may not see it any more."))
    return conversation
