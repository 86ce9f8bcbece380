from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.rewards.models import Paying
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = ("is_on", "least", "step", "percent")


@transaction.atomic
def save_paying(paying: Paying, *, by: Agent | None) -> Paying:
    """Say how members of a programme pay with points. Raises ValidationError naming the field."""
    if not 1 <= paying.percent <= 100:
        raise refusal("percent", _("Say how many per cent, from 1 to 100."))
    if not 1 <= paying.step <= 10**9:
        raise refusal("step", _("At least 1."))
    if not 0 <= paying.least <= 10**12:
        raise refusal("least", _("This is a whole number from {least} to {most}.").format(least=0, most=10**12))
    before = Paying.objects.filter(pk=paying.pk).values(*FACTS).first()
    paying.save()
    after = {name: getattr(paying, name) for name in FACTS}
    if before != after:
        audit("paying.changed", by=by, on=f"programme:{paying.programme_id}", before=before or {}, after=after)
    return paying
