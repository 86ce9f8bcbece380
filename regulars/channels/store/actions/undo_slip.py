from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.channels.store.models import Slip
from regulars.lib.refusal import refusal
from regulars.loyalty.actions.give_back import give_back
from regulars.loyalty.actions.take_back import take_back
from regulars.loyalty.models import Account
from regulars.loyalty.queries import balance_of
from regulars.team.actions.audit import audit
from regulars.team.models import Agent
from regulars.team.permissions import Permission

WITHIN = timedelta(hours=24)


@transaction.atomic
def undo_slip(slip: Slip, *, by: Agent) -> Slip:
    """Take back what was earned by it, or give back what was redeemed. Within a day, or by whoever runs programmes. Harmless twice.

    That somebody was here stays on their timeline. Raises ValidationError("slip").
    """
    slip = Slip.objects.select_for_update().get(pk=slip.pk)
    if slip.undone_at:
        return slip
    if timezone.now() - slip.taken_at > WITHIN and not by.may(Permission.LOYALTY):
        raise refusal("slip", _("That was more than a day ago. Ask whoever runs the programme."), "late")
    key = f"store:undo:{slip.pk}"
    if slip.kind == Slip.Kind.EARN:
        take_back(slip.account, earned=slip.operation, reason=_("Undone at the till"), key=key, by=by)
    elif slip.kind == Slip.Kind.REDEEM:
        give_back(slip.account, redeemed=slip.operation, reason=_("Undone at the till"), key=key, by=by)
    slip.undone_at = timezone.now()
    slip.save(update_fields=["undone_at"])
    after = {"kind": slip.kind, "points": slip.points, "balance": balance_of(Account.objects.get(pk=slip.account_id))}
    audit("slip.undone", by=by, on=f"slip:{slip.pk}", after=after)
    return slip
