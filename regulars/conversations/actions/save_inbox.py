from django.db import transaction

from regulars.conversations.models import Inbox
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FIELDS = ("name", "brand__name", "team__name", "reopen_days")


@transaction.atomic
def save_inbox(inbox: Inbox, *, by: Agent | None) -> None:
    """Keep a new inbox, or what was changed of one. Its conversations stay where they are."""
    before = Inbox.objects.filter(pk=inbox.pk).values(*FIELDS).first()
    inbox.save()
    after = Inbox.objects.values(*FIELDS).get(pk=inbox.pk)
    audit("inbox.changed" if before else "inbox.added", by=by, on=f"inbox:{inbox.pk}", before=before, after=after)
