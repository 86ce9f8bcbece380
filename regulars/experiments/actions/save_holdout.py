from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.changes import changed
from regulars.customers.models import Customer
from regulars.experiments.holding import Held
from regulars.experiments.models import Holdout
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

MOST = 2000  # of 10 000: who leaves out more has a campaign, not a control


@transaction.atomic
def save_holdout(*, share: int, by: Agent) -> Holdout:
    """Leave out so many of 10 000 customers from now on; with 0, nobody. Effects are counted anew from here. Harmless twice.

    The lots stay the same: with a larger share all who are held stay held. Raises ValidationError("share").
    """
    if not 0 <= share <= MOST:
        raise refusal("share", _("From 0 to 20 per cent."))
    before = Holdout.objects.select_for_update().filter(ended_at=None).first()
    if before and before.share == share:
        return before
    now, first, held = timezone.now(), Holdout.objects.order_by("pk").first(), _held()
    Holdout.objects.filter(ended_at=None).update(ended_at=now)
    kept = Holdout.objects.create(share=share, begun_at=now, **({"salt": first.salt} if first else {}))
    changed(held ^ _held())
    audit(
        "holdout.changed", by=by, on="holdout", before={"share": before.share} if before else {}, after={"share": share}
    )
    return kept


def _held() -> set[int]:
    return set(Customer.objects.met().filter(Held("pk")).values_list("pk", flat=True))
