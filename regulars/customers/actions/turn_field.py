from django.db import transaction
from django.utils import timezone

from regulars.customers.actions.fill_fields import fill_anew
from regulars.customers.actions.keep_indexes import index_anew
from regulars.customers.models import CustomField
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def turn_field(field: CustomField, *, on: bool, by: Agent | None) -> None:
    """Retire a field, or ask it again. What was kept in it stays, and so do the conditions that ask for it. Harmless twice."""
    field.refresh_from_db(from_queryset=CustomField.objects.select_for_update())
    if (field.retired_at is None) == on:
        return
    field.retired_at = None if on else timezone.now()
    field.save(update_fields=["retired_at"])
    fill_anew()
    index_anew(field)
    audit("field.restored" if on else "field.retired", by=by, on=f"field:{field.pk}", after={"label": field.label})
