from django.db import transaction

from regulars.customers.models import CustomField
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def move_field(field: CustomField, *, to: int, by: Agent | None) -> None:
    """Let the field stand at this place, counted from 1, among those about the same noun. Harmless twice."""
    several = list(CustomField.objects.select_for_update().asked(field.about))
    order = [each for each in several if each.pk != field.pk]
    order.insert(max(0, to - 1), field)
    if [each.pk for each in order] == [each.pk for each in several]:
        return
    for position, each in enumerate(order, 1):
        each.position = position
    CustomField.objects.bulk_update(order, ["position"])
    audit("field.moved", by=by, on=f"field:{field.pk}", after={"position": field.position})
