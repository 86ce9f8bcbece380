from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.surveys.actions.ask_opinion import ask
from regulars.surveys.events import CaseClosed
from regulars.surveys.models import Case
from regulars.team.models import Agent


@transaction.atomic
def close_case(case: Case, *, outcome: str, note: str = "", asks_again: bool = False, by: Agent) -> Case:
    """Say what came of a case, and ask the customer once more if they should say whether it helped.

    Harmless twice. Raises ValidationError("outcome").
    """
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("opinion__customer", "opinion__survey")
        .get(pk=case.pk)
    )
    if case.state == Case.State.CLOSED:
        return case
    if outcome not in Case.Outcome.values:
        raise refusal("outcome", _("Say what came of it."), "missing")
    case.outcome, case.note = outcome, storable(note).strip()[:5000]
    case.state, case.closed_at, case.owner = Case.State.CLOSED, timezone.now(), case.owner or by
    opinion = case.opinion
    if asks_again:
        about = case.outreach or opinion.conversation
        # At their own pace no more: they are told that we ask whether it helped.
        case.asked_again = ask(
            opinion.customer, survey=opinion.survey, conversation=about, key=f"case:{case.pk}", paced=False, by=by
        )
    case.save()
    event = CaseClosed(case=case.pk, opinion=opinion.pk, owner=case.owner_id, outcome=case.outcome)
    record(event, customer=opinion.customer_id, by=Actor.of(by))
    return case
