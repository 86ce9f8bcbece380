from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.referrals.models import Scheme
from regulars.referrals.signs import LABELS
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

NAMES = [each.name for each in Scheme._meta.concrete_fields if each.name not in ("id", "programme")]
MOST_WEIGHT, MOST_MILESTONES = 1000, 20


@transaction.atomic
def save_scheme(scheme: Scheme, *, by: Agent) -> None:
    """Keep what a programme gives for friends who are brought along. It holds for friends who join from now on.

    Raises ValidationError("least_order", "void_at", "weights", "milestones").
    """
    _check(scheme)
    before = Scheme.objects.select_for_update().filter(programme=scheme.programme_id).first()
    scheme.pk = before.pk if before else None
    scheme.save()
    told = {"before": _facts(before)} if before else {}
    audit("referrals.saved", by=by, on=f"programme:{scheme.programme_id}", after=_facts(scheme), **told)


def _facts(scheme: Scheme) -> dict[str, object]:
    return {name: getattr(scheme, name) for name in NAMES}


def _check(scheme: Scheme) -> None:
    if scheme.least_order < 0:
        raise refusal("least_order", _("This is no amount of money."))
    if scheme.void_at <= scheme.review_at:
        raise refusal("void_at", _("This is more than what somebody looks at."))
    if not all(name in LABELS and 0 <= weight <= MOST_WEIGHT for name, weight in scheme.weights.items()):
        raise refusal("weights", _("A sign weighs from 0 to %s.") % MOST_WEIGHT)
    counts = [friends for friends, _points in scheme.milestones]
    is_sane = all(friends > 0 and 0 < points <= 10**9 for friends, points in scheme.milestones)
    if not is_sane or counts != sorted(set(counts)) or len(counts) > MOST_MILESTONES:
        raise refusal("milestones", _("Each milestone takes more friends than the one before, and gives points."))
