from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.customers.changes import heed
from regulars.lib.refusal import refusal
from regulars.segments.asking import alone
from regulars.segments.models import Flip, Listed, Membership, Segment
from regulars.segments.order import standing_on
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_segment(segment: Segment, *, by: Agent | None) -> None:
    """Forget a segment and who was in it. What the timelines tell stays. Harmless twice.

    Raises ValidationError("segment") while another one asks about it.
    """
    alone()
    if above := standing_on(segment.pk):
        raise refusal("segment", _("“%s” asks about this one.") % above[0], "used")
    for several in (Flip, Listed, Membership):
        several.objects.filter(segment=segment.pk).delete()
    if Segment.objects.filter(pk=segment.pk).delete()[0]:
        audit("segment.removed", by=by, on=f"segment:{segment.pk}", before={"name": segment.name})
    heed(is_wanted=Segment.objects.exists())
