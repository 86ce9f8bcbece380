from django.db import connection, transaction
from django.utils import timezone

from regulars.customers.models import Reaction


@transaction.atomic
def retry_reaction(reaction: Reaction) -> None:
    """Try a failed reaction again, from the start. Harmless for one that is done."""
    again = Reaction.objects.filter(pk=reaction.pk).exclude(state=Reaction.State.DONE)
    if again.update(state=Reaction.State.WAITING, attempts=0, due_at=timezone.now()):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('reactions', '')")
