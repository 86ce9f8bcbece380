from __future__ import annotations

from django.utils.translation import gettext as _

from regulars.conversations.actions.tell import tell
from regulars.conversations.models import Conversation
from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer
from regulars.surveys.events import CaseOpened
from regulars.surveys.models import Case
from regulars.surveys.rows import score_of
from regulars.ui.moments import Times


def tell_owner(event: CaseOpened, *, customer: Customer) -> None:
    """Whoever sees to a case hears of it where the matter was: in the conversation."""
    case = (
        Case.objects.select_related("opinion__survey", "opinion__conversation", "owner", "team")
        .filter(pk=event.case)
        .first()
    )
    conversation = case and case.opinion.conversation
    if case is None or conversation is None or not (case.owner or case.team):
        return
    conversation = Conversation.objects.get(pk=conversation.merged_into_id or conversation.pk)
    said = {"score": score_of(case.opinion), "survey": case.opinion.survey, "due": Times().exact(case.due_at)}
    text = _("%(score)s in “%(survey)s”. See to it by %(due)s.") % said
    tell(
        conversation,
        text=f"{text}\n/feedback/cases/{case.pk}",
        agent=case.owner,
        team=None if case.owner else case.team,
        by=SYSTEM,
    )
