from django.db import transaction
from django.utils.translation import gettext as _

from regulars.customers.models import CustomerNote
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent
from regulars.team.permissions import Permission


@transaction.atomic
def delete_note(note: CustomerNote, *, by: Agent) -> None:
    """Throw a note away: whoever wrote it, or who manages people. Harmless when it is gone. Raises ValidationError("note")."""
    if note.agent_id != by.pk and not by.may(Permission.PEOPLE):
        raise refusal("note", _("Only whoever wrote a note deletes it."), "forbidden")
    if CustomerNote.objects.filter(pk=note.pk).delete()[0]:
        audit("customer_note.deleted", by=by, on=f"customer:{note.customer_id}", before={"at": note.at.isoformat()})
