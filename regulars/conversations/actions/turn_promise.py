from django.db import transaction

from regulars.conversations.actions.save_promise import follow
from regulars.conversations.models import Promise
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def turn_promise(promise: Promise, *, on: bool, by: Agent | None) -> None:
    """Promise it from now on, or not for the time being; what is under way in its name runs on. Harmless twice."""
    if not Promise.objects.filter(pk=promise.pk, is_active=not on, withdrawn_at=None).update(is_active=on):
        return
    follow()
    audit("promise.turned", by=by, on=f"promise:{promise.pk}", before={"is_active": not on}, after={"is_active": on})
