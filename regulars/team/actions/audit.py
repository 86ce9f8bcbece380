from typing import Any

from regulars.team.models import Agent, AuditEntry


def audit(
    action: str,
    *,
    by: Agent | None,
    on: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write down that an agent changed the house: `audit("mailbox.added", by=grace, on="mailbox:3", after={…})`."""
    AuditEntry.objects.create(agent=by, action=action, object=on, before=before or {}, after=after or {})
