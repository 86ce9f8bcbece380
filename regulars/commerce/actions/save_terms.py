from django.db import transaction

from regulars.commerce.models import Terms
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

NAMES = ("is_offered", "days", "reasons", "excluded", "approves_below", "instructions", "currency", "margin")


@transaction.atomic
def save_terms(terms: Terms, *, by: Agent) -> None:
    """Keep what customers may send back, and how spending is counted. Returns that were asked for before stay as they are."""
    before = Terms.objects.first()
    terms.pk = 1
    terms.save()
    told = {"before": _facts(before)} if before else {}
    audit("terms.changed", by=by, on="terms", after=_facts(terms), **told)


def _facts(terms: Terms) -> dict[str, object]:
    return {name: getattr(terms, name) for name in NAMES}
