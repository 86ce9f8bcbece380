from __future__ import annotations

from typing import Any

from django.db import transaction

from regulars.channels.email.models import Mailbox
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

SECRETS = {"imap_password", "smtp_password"}
NOT_SET_BY_PEOPLE = {"last_seen_at", "error", "error_at", "is_refused"}


@transaction.atomic
def save_mailbox(mailbox: Mailbox, *, by: Agent | None) -> None:
    """Keep a new mailbox, or what was changed of one. What is wrong with it is found out anew. The audit log never holds passwords."""
    before = Mailbox.objects.filter(pk=mailbox.pk).first() if mailbox.pk else None
    mailbox.error, mailbox.error_at, mailbox.is_refused = "", None, False
    mailbox.save()
    mailbox.inbox.save(update_fields=["reopen_days"])
    was, now = _facts(before), _facts(mailbox)
    changed = {name for name in now if was.get(name) != now[name]}
    audit(
        "mailbox.changed" if before else "mailbox.added",
        by=by,
        on=f"mailbox:{mailbox.pk}",
        before={name: _shown(name, was[name]) for name in changed if before},
        after={name: _shown(name, now[name]) for name in changed},
    )


def _facts(mailbox: Mailbox | None) -> dict[str, Any]:
    fields = mailbox._meta.concrete_fields if mailbox else ()
    return {each.attname: getattr(mailbox, each.attname) for each in fields if each.attname not in NOT_SET_BY_PEOPLE}


def _shown(name: str, value: Any) -> Any:
    if name in SECRETS:
        return "…" if value else ""
    return value if isinstance(value, (str, int, bool, list, type(None))) else str(value)
