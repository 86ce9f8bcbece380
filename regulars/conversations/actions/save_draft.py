from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from regulars.conversations.models import Conversation, Draft
from regulars.lib.html import sanitise
from regulars.lib.texts import storable
from regulars.team.models import Agent


def save_draft(
    conversation: Conversation,
    *,
    by: Agent,
    kind: str,
    html: str,
    recipients: dict[str, Any] | None = None,
    attachment_ids: Sequence[int] = (),
) -> Draft | None:
    """Keep what the agent has begun to write. An empty draft is thrown away."""
    html = sanitise(storable(html))
    mine = {"conversation": conversation, "agent": by, "kind": kind}
    if not html.strip() and not attachment_ids:
        Draft.objects.filter(**mine).delete()
        return None
    begun = {
        "html": html,
        "recipients": recipients or {},
        "attachment_ids": list(attachment_ids),
        "saved_at": timezone.now(),
    }
    draft, _is_new = Draft.objects.update_or_create(**mine, defaults=begun)
    return draft
