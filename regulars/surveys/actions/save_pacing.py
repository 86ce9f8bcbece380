from __future__ import annotations

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.surveys.models import Pacing
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def save_pacing(pacing: Pacing, *, by: Agent | None) -> Pacing:
    """Keep how often one customer is asked at all. Raises ValidationError("rest_days", "most_a_year")."""
    if not 0 <= pacing.rest_days <= 365:
        raise refusal("rest_days", _("Between 0 and 365 days."))
    if not 1 <= pacing.most_a_year <= 365:
        raise refusal("most_a_year", _("Between 1 and 365."))
    before, pacing.pk = model_to_dict(Pacing.of_house()), 1
    pacing.save()
    after = model_to_dict(pacing)
    if before != after:
        audit("survey.pacing_changed", by=by, before=before, after=after)
    return pacing
