from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal
from regulars.referrals.judging import against
from regulars.referrals.models import Referral
from regulars.referrals.paying import pay
from regulars.referrals.qualifying import still_counts
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

State = Referral.State
NEVER = (Referral.Why.SELF, Referral.Why.CIRCLE, Referral.Why.NOT_NEW)


@again_after_a_deadlock
@transaction.atomic
def approve(referral: Referral, *, by: Agent, note: str = "") -> Referral:
    """Somebody has looked: it counts, whatever speaks against it. While the purchase may still be sent back, it waits for its day.

    Also what was void, if somebody objects. Harmless for what is approved. Raises ValidationError("referral").
    """
    [referral] = Referral.objects.filter(pk=referral.pk).held()
    if referral.state == State.APPROVED:
        return referral
    if referral.friend is None or referral.order is None:
        raise refusal("referral", _("The friend has bought nothing yet."))
    why = against(referral.link, referral.friend, since=referral.created_at, of=referral)
    if why := why if why in NEVER else still_counts(referral):
        raise refusal("referral", _("This cannot count: %s.") % Referral.Why(why).label)
    if referral.state == State.TAKEN_BACK:
        raise refusal("referral", _("What was taken back is given by hand, as points with a reason."))
    at, before = timezone.now(), {"state": referral.state, "score": referral.score}
    referral.is_cleared, referral.decided_by, referral.note = True, by, note[:300].strip()
    referral.state, referral.why, referral.decided_at = State.PENDING, "", None
    referral.save()
    if referral.approve_at and referral.approve_at <= at:
        pay(referral, by=by, at=at)
    told = {"state": referral.state, "note": referral.note}
    audit("referral.approved", by=by, on=f"referral:{referral.pk}", before=before, after=told)
    return referral
