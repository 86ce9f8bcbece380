from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import QuerySet

from regulars.channels.email.models import InboundLetter
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

State = InboundLetter.State
EMPTIED = {
    "sender": "",
    "sender_name": "",
    "subject": "",
    "detail": "",
    "error": "",
    "envelope_from": "",
    "external_id": "",
    "fingerprint": None,
    "verdicts": None,
}
# Its bytes go when no other mailbox has them. The name of the bytes stays, so that the same letter is known when it comes again.
_EMPTY_RAW = """
    UPDATE email_rawletter SET content = '' WHERE sha256 = ANY(%s) AND NOT EXISTS (
        SELECT FROM email_inboundletter AS letter WHERE letter.raw_id = sha256 AND letter.state <> 'deleted')
"""
_HOLD_RAW = "SELECT FROM email_rawletter WHERE sha256 = ANY(%s) ORDER BY sha256 FOR UPDATE"


@transaction.atomic
def delete_letters(letters: QuerySet[InboundLetter], *, by: Agent | None, why: str = "letters.deleted") -> int:
    """Delete what held letters said; that they came, when, and why they were held stays. Returns how many.

    Only held letters: what became part of a conversation stays with it. `by` nobody: the house's own purge, whose name is `why`.
    """
    held = letters.filter(state=State.QUARANTINED).select_for_update(of=("self",))
    chosen = list(held.order_by("pk").values_list("pk", "raw_id", "reason"))
    if not chosen:
        return 0
    numbers, raws = [pk for pk, _, _ in chosen], [raw for _, raw, _ in chosen]
    InboundLetter.objects.filter(pk__in=numbers).update(state=State.DELETED, **EMPTIED)
    empty(raws)
    audit(why, by=by, on=f"letters:{len(chosen)}", before={"reasons": {pk: reason for pk, _, reason in chosen}})
    return len(chosen)


@transaction.atomic
def empty(raws: Sequence[str]) -> None:
    """Delete these bytes where nobody else has them. Whoever keeps the same letter meanwhile waits, and brings them again."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD_RAW, [raws])
        cursor.execute(_EMPTY_RAW, [raws])
