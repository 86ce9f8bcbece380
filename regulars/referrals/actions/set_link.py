from __future__ import annotations

from django.db import transaction

from regulars.referrals.models import Link
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def set_link(link: Link, *, by: Agent, is_trusted: bool | None = None, is_stopped: bool | None = None) -> Link:
    """Trust a member, whose friends nobody needs to look at any more, or stop their link. What is left out stays."""
    kept = Link.objects.select_for_update().get(pk=link.pk)
    before = {"is_trusted": kept.is_trusted, "is_stopped": kept.is_stopped}
    after = {
        "is_trusted": kept.is_trusted if is_trusted is None else is_trusted,
        "is_stopped": kept.is_stopped if is_stopped is None else is_stopped,
    }
    if after != before:
        Link.objects.filter(pk=kept.pk).update(**after)
        audit("referral_link.set", by=by, on=f"member:{kept.account_id}", before=before, after=after)
    return Link.objects.get(pk=kept.pk)
