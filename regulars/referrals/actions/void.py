from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal
from regulars.referrals.models import Referral
from regulars.referrals.paying import unpay
from regulars.referrals.telling import tell_voided
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

State = Referral.State


@again_after_a_deadlock
@transaction.atomic
def void(referral: Referral, *, by: Agent, note: str) -> Referral:
    """Somebody has looked: it does not count. What both have got is taken back. Harmless twice.

    Raises ValidationError("note", "referral").
    """
    [referral] = Referral.objects.filter(pk=referral.pk).held()
    if referral.state in (State.VOID, State.TAKEN_BACK):
        return referral
    if referral.friend is None:
        raise refusal("referral", _("Nobody knows yet who it is."))
    words = note.strip()[:300]
    if not words:
        raise refusal("note", _("Say why, for whoever is asked about it."))
    at, before = timezone.now(), {"state": referral.state, "score": referral.score}
    noted = {"decided_by": by, "note": words}
    if referral.state == State.APPROVED:
        unpay(referral, Referral.Why.PERSON, by=by, at=at, **noted)
    else:
        referral.end(State.VOID, why=Referral.Why.PERSON, at=at, **noted)
        tell_voided(referral, by=by, at=at)
    told = {"state": referral.state, "note": words}
    audit("referral.voided", by=by, on=f"referral:{referral.pk}", before=before, after=told)
    return referral
