from django.db import transaction

from regulars.channels.email.actions.acknowledge_letter import listen_to_openings
from regulars.channels.email.models import Acknowledgement
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = ("is_on", "peak_above", "subject", "text")


@transaction.atomic
def save_acknowledgement(acknowledgement: Acknowledgement, *, by: Agent) -> None:
    """Keep what an inbox tells people whose letter has come, and whether it does."""
    before = Acknowledgement.objects.filter(pk=acknowledgement.pk).first() or Acknowledgement()
    acknowledgement.save()
    if acknowledgement.is_on or acknowledgement.peak_above is not None:
        listen_to_openings()
    changed = [name for name in FACTS if getattr(before, name) != getattr(acknowledgement, name)]
    if changed:
        audit(
            "acknowledgement.changed",
            by=by,
            on=f"inbox:{acknowledgement.pk}",
            before={name: getattr(before, name) for name in changed},
            after={name: getattr(acknowledgement, name) for name in changed},
        )
