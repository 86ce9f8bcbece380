"""What brings back how a conversation stood before an act: the values to post, and for its status the address as well."""

from __future__ import annotations

from typing import Any

from regulars.conversations.models import Conversation


def status_again(before: Conversation) -> dict[str, Any]:
    """Its status as it is now, with the time until which it is put away and the house's own name."""
    here = f"/conversations/{before.pk}"
    named = before.named_status_id if before.named_status and before.named_status.retired_at is None else None
    values: dict[str, object] = {"status": named} if named else {}
    if before.is_pending:
        at = before.snoozed_until
        return {"undo": f"{here}/snooze", "values": {"until": at.isoformat() if at else "reply", **values}}
    if named:
        return {"undo": f"{here}/status", "values": values}
    return {"undo": f"{here}/{'resolve' if before.is_resolved else 'reopen'}", "values": {}}


def owners_again(before: Conversation) -> dict[str, object]:
    """Whose it is now."""
    return {"agent": before.assignee_id or "", "team": before.team_id or ""}
