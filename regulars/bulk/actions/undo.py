from django.db import transaction
from django.utils.translation import gettext as _

from regulars.bulk.actions.start import wake
from regulars.bulk.models import BulkItem, BulkRun
from regulars.lib.refusal import refusal
from regulars.team.models import Agent


@transaction.atomic
def undo(run: BulkRun, *, by: Agent) -> BulkRun:
    """Bring back what a run has changed, newest first, wherever nobody has changed it since. Harmless twice.

    What is not done yet is not done any more. Raises ValidationError("run") for one that is an undo itself.
    """
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    if run.undoes_id:
        raise refusal("run", _("This is an undo already."))
    if earlier := BulkRun.objects.filter(undoes=run).first():
        return earlier
    run.is_stopped = True
    run.save(update_fields=["is_stopped"])
    done = run.items.filter(state=BulkItem.State.DONE).order_by("-pk")
    numbers = list(done.values_list("conversation", flat=True))
    undoing = BulkRun.objects.create(agent=by, undoes=run, label=_("Undo: %s") % run.label[:280], total=len(numbers))
    BulkItem.objects.bulk_create([BulkItem(run=undoing, conversation_id=number) for number in numbers], batch_size=2000)
    wake()
    return undoing
