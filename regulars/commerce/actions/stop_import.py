from django.db import transaction

from regulars.commerce.models import OrderImport
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def stop_import(run: OrderImport, *, by: Agent) -> None:
    """Take in no more of this table. What was taken stays. Harmless twice."""
    if OrderImport.objects.filter(pk=run.pk, finished_at=None, is_stopped=False).update(is_stopped=True):
        audit("orders.import_stopped", by=by, on=f"shop:{run.shop_id}", after={"file": run.name})
