from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.models import CustomerNote
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def edit_note(note: CustomerNote, *, text: str, by: Agent) -> None:
    """Write a note anew. Only whoever wrote it may. Harmless twice. Raises ValidationError("text")."""
    text = storable(text).strip()
    if note.agent_id != by.pk:
        raise refusal("text", _("Only whoever wrote a note changes it."), "forbidden")
    if not text:
        raise refusal("text", _("Write something to note."), "missing")
    if text != note.text:
        note.text, note.changed_at = text, timezone.now()
        note.save(update_fields=["text", "changed_at"])
        audit("customer.note_changed", by=by, on=f"customer:{note.customer_id}", after={"note": note.pk})
