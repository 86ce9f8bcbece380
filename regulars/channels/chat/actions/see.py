from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from regulars.channels.chat.models import Line, Visitor
from regulars.conversations.actions.learn_outcome import learn_outcome
from regulars.conversations.models import Outcome


def see(visitor: Visitor, *, position: int, is_read: bool) -> int:
    """The visitor's panel has our lines up to this one, or they have read them. Returns for how many that was news."""
    ours = Line.objects.filter(visitor=visitor, is_ours=True, read_at=None, position__lte=position)
    lines = list(ours.select_related("message__delivery").order_by("position"))
    return sum(_see(line, visitor, is_read) for line in lines)


@transaction.atomic
def _see(line: Line, visitor: Visitor, is_read: bool) -> bool:
    state = Outcome.State.READ if is_read else Outcome.State.DELIVERED
    if is_read:
        Line.objects.filter(pk=line.pk).update(read_at=timezone.now(), mail_at=None)
    return learn_outcome(line.message.delivery, address=visitor.reply_address, state=state)
