from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.actions.save_view import KEPT, may_change
from regulars.conversations.models import Tally, View, ViewCount, ViewMember
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_view(view: View, *, by: Agent) -> None:
    """Take a view away, and what was counted for it. The conversations stay. Harmless twice. Raises ValidationError("view")."""
    if not may_change(view, by=by):
        raise refusal("view", _("This view is somebody else's."), "forbidden")
    before = View.objects.filter(pk=view.pk).values(*KEPT).first()
    if before is None:
        return
    View.objects.filter(pk=view.pk).delete()
    for counted in (ViewMember, ViewCount, Tally):
        counted.objects.filter(view=view.pk).delete()
    audit("view.removed", by=by, on=f"view:{view.pk}", before=before)
