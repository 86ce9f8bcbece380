from datetime import timedelta

from django.db.models.functions import Length
from django.utils import timezone

from regulars.channels.email.actions.delete_letters import delete_letters, empty
from regulars.channels.email.models import InboundLetter, MailRules

TOGETHER = 500  # letters in one transaction


def purge_letters() -> int:
    """Delete held letters that nobody wanted for as many days as the house decided. Returns how many."""
    until = timezone.now() - timedelta(days=MailRules.current().purge_after)
    held = InboundLetter.objects.filter(state=InboundLetter.State.QUARANTINED, received_at__lt=until)
    purged = 0
    while some := list(held.order_by("pk").values_list("pk", flat=True)[:TOGETHER]):
        purged += delete_letters(InboundLetter.objects.filter(pk__in=some), by=None, why="letters.purged")
    _empty_again()
    return purged


def _empty_again() -> None:
    """A deleted letter that came once more was recognised, but had brought its bytes with it."""
    deleted = InboundLetter.objects.filter(state=InboundLetter.State.DELETED)
    refilled = deleted.annotate(length=Length("raw__content")).filter(length__gt=0)
    if raws := list(refilled.values_list("raw_id", flat=True)[:TOGETHER]):
        empty(raws)
