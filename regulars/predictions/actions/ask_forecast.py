from django.db import connection, transaction

from regulars.predictions.models import Forecast
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def ask_forecast(*, by: Agent) -> Forecast:
    """Let predictions be made now instead of next night. Harmless twice: one that waits already is the one."""
    if waiting := Forecast.objects.filter(begun_at=None).first():
        return waiting
    forecast = Forecast.objects.create()
    audit("forecast.asked", by=by, on=f"forecast:{forecast.pk}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('predictions', '')")
    return forecast
