from django.db import transaction

from regulars.automation.models import Macro
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_macro(macro: Macro, *, by: Agent) -> None:
    """Take a macro away. What it did stays done. Harmless twice."""
    before = Macro.objects.filter(pk=macro.pk).values("name", "conditions", "steps").first()
    if before:
        Macro.objects.filter(pk=macro.pk).delete()
        audit("macro.removed", by=by, on=f"macro:{macro.pk}", before=before)
