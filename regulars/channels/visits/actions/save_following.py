from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.channels.visits.models import FEWEST_DAYS, Following
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = ("is_on", "needs_consent", "days")


@transaction.atomic
def save_following(following: Following, *, by: Agent | None) -> None:
    """Keep whom a widget follows, and for how many days. Raises ValidationError("days")."""
    if not FEWEST_DAYS <= following.days <= 3660:
        raise refusal("days", _("Between 30 days and ten years."))
    before = Following.objects.filter(pk=following.pk).values(*FACTS).first()
    following.save()
    after = {name: getattr(following, name) for name in FACTS}
    if before != after:
        audit("following.changed", by=by, on=f"widget:{following.pk}", before=before, after=after)
