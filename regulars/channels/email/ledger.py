"""Looking letters up in the ledger and writing down what became of them, many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from regulars.channels.email.models import InboundLetter

Twins = dict[tuple[int | None, UUID | None], InboundLetter]

_SETTLE = """
    UPDATE email_inboundletter SET state = done.state, reason = done.reason, error = done.error,
        external_id = done.external_id, fingerprint = done.fingerprint, inbox_id = done.inbox_id,
        conversation_id = done.conversation_id, message_id = done.message_id
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::uuid[], %s::bigint[], %s::bigint[],
        %s::bigint[]) AS done (id, state, reason, error, external_id, fingerprint, inbox_id, conversation_id, message_id)
    WHERE email_inboundletter.id = done.id
"""


def twins(letters: Sequence[InboundLetter]) -> Twins:
    """The letters that came before with the fingerprint of one of these, by inbox and fingerprint."""
    same = InboundLetter.objects.filter(
        fingerprint__in={each.fingerprint for each in letters}, message_id__isnull=False
    )
    found = same.exclude(pk__in=[each.pk for each in letters]).order_by("-pk")
    return {(each.inbox_id, each.fingerprint): each for each in found}


def settle(letters: Sequence[InboundLetter]) -> None:
    """Write down what became of letters that this transaction holds."""
    fields = (
        "pk",
        "state",
        "reason",
        "error",
        "external_id",
        "fingerprint",
        "inbox_id",
        "conversation_id",
        "message_id",
    )
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [[getattr(each, field) for each in letters] for field in fields])
