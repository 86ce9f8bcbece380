from __future__ import annotations

from django.db import transaction

from regulars.channels.chat.models import Widget, new_secret
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def renew_secret(widget: Widget, *, by: Agent | None) -> str:
    """A new secret for signing who customers are, shown this once. What was signed with the old one counts no more."""
    widget.secret = new_secret()
    widget.save(update_fields=["secret"])
    audit("widget.secret_renewed", by=by, on=f"widget:{widget.pk}")
    return widget.secret
