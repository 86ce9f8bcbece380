from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.conversations.models import Conversation, Draft
from regulars.lib.html import sanitise
from regulars.lib.refusal import refusal
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
    version: str | None = None,
) -> Draft | None:
    """Keep what the agent has begun to write. An empty draft is thrown away.

    With `version`, that of the draft which was written on ("": there was none), a newer one of another tab or device is left
    as it is. Raises ValidationError("version"), and then nothing was kept.
    """
    html = sanitise(storable(html))
    try:
        with transaction.atomic():
            draft = Draft.objects.select_for_update().filter(conversation=conversation, agent=by, kind=kind).first()
            if version is not None and version != (draft.version if draft else ""):
                raise _outdated()
            draft = draft or Draft(conversation=conversation, agent=by, kind=kind)
            if not html.strip() and not attachment_ids:
                return _thrown_away(draft)
            draft.html, draft.recipients, draft.attachment_ids = html, recipients or {}, list(attachment_ids)
            draft.saved_at = timezone.now()
            draft.save()
            return draft
    except IntegrityError:  # another tab began it at the same moment
        raise _outdated() from None


def _thrown_away(draft: Draft) -> None:
    if draft.pk:
        draft.delete()


def _outdated() -> Exception:
    return refusal("version", _("You wrote on in another tab."), "outdated")
