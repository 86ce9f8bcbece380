from django.db import transaction

from regulars.conversations.actions.keep_promises import apply_anew
from regulars.conversations.models import Promise
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def move_promise(promise: Promise, *, to: int, by: Agent | None) -> None:
    """Give a promise another place in the order, counted from 1; a number beyond either end is that end. Harmless twice."""
    known = Promise.objects.select_for_update().filter(withdrawn_at=None)
    order = list(known.values_list("pk", flat=True))
    before = order.index(promise.pk)
    order.insert(min(max(to, 1), len(order)) - 1, order.pop(before))
    after = order.index(promise.pk)
    Promise.objects.bulk_update([Promise(pk=pk, position=place) for place, pk in enumerate(order, 1)], ["position"])
    promise.position = after + 1
    if before != after:
        apply_anew()
        audit(
            "promise.moved",
            by=by,
            on=f"promise:{promise.pk}",
            before={"position": before + 1},
            after={"position": after + 1},
        )
