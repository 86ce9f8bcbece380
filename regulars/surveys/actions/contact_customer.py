from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.conversations.actions.begin import begin
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation, Inbox
from regulars.customers.actor import Actor
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.outreach.gates import address_of
from regulars.surveys.events import CaseContacted
from regulars.surveys.models import Case
from regulars.team.models import Agent


@transaction.atomic
def contact_customer(case: Case, *, text: str, by: Agent) -> Conversation:
    """Write to the customer about their low score: where the matter was, or in a new conversation.

    Whoever writes has the case from now on, if nobody had. Raises ValidationError("case", "text", "to").
    """
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("opinion__customer", "opinion__survey")
        .get(pk=case.pk)
    )
    if case.state == Case.State.CLOSED:
        raise refusal("case", _("This case is closed."))
    opinion, about = case.opinion, case.outreach or case.opinion.conversation
    if about is not None:
        about = Conversation.objects.visible_to(by).filter(pk=about.merged_into_id or about.pk).first()
    if about is not None:
        reply(about, text=text, by=by)
    else:
        to = [{"name": str(opinion.customer), "address": address_of(opinion.customer)}]
        inbox = Inbox.objects.visible_to(by).order_by("pk").first()
        if inbox is None or not to[0]["address"]:
            raise refusal("to", _("No e-mail address of this customer is known."))
        subject = _("Your answer to us")
        about = begin(inbox, recipients={"to": to}, subject=subject, text=text, customer=opinion.customer, by=by)
    case.outreach, case.owner = about, case.owner or by
    case.state, case.contacted_at = Case.State.CONTACTED, case.contacted_at or timezone.now()
    case.save(update_fields=["outreach", "owner", "state", "contacted_at"])
    event = CaseContacted(case=case.pk, opinion=opinion.pk, owner=case.owner_id)
    record(event, customer=opinion.customer_id, by=Actor.of(by))
    return about
