from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from regulars.conversations.models import Conversation
from regulars.customers.actor import Actor, By, agent_of
from regulars.customers.models import Customer
from regulars.outreach.gates import address_of
from regulars.surveys.gates import why_not
from regulars.surveys.models import Invitation, Survey
from regulars.team.actions.audit import audit

State = Invitation.State


@transaction.atomic
def ask_opinion(conversation: Conversation, *, survey: Survey, by: By) -> Invitation:
    """Ask the customer of a conversation what they think, once; the letter leaves after the survey's time.

    When something speaks against it, that is kept, too: see `gates.REASONS`.
    """
    return ask(
        conversation.customer, survey=survey, conversation=conversation, key=f"conversation:{conversation.pk}", by=by
    )


@transaction.atomic
def ask_customer(customer: Customer, *, survey: Survey, by: By) -> Invitation:
    """Ask a customer what they think of us, apart from any conversation: at most once a day."""
    return ask(customer, survey=survey, key=f"customer:{customer.pk}:{timezone.now():%Y-%m-%d}", by=by)


def ask(
    customer: Customer,
    *,
    survey: Survey,
    key: str,
    by: By,
    conversation: Conversation | None = None,
    paced: bool = True,
) -> Invitation:
    """Decide whether they are asked about what `key` names, and keep it. Not paced: who agreed to be asked again."""
    # One question about a customer at a time: of two surveys that look at once, the second sees the first.
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    now = timezone.now()
    known = Invitation.objects.filter(survey=survey, key=key).first()
    if known and known.state != State.NOT_ASKED:
        return known
    invitation = known or Invitation(survey=survey, key=key, made_at=now)
    address = address_of(customer)
    reason = why_not(survey, customer, conversation=conversation, address=address, now=now, paced=paced)
    invitation.customer, invitation.conversation, invitation.address = customer, conversation, address
    invitation.agent = conversation.assignee if conversation else None
    invitation.by = str(Actor.of(by))[:200]
    invitation.language = survey.language_for(customer.language)
    invitation.state, invitation.reason = (State.NOT_ASKED, reason) if reason else (State.WAITING, "")
    invitation.made_at = now
    invitation.due_at = None if reason else now + timedelta(hours=survey.wait_hours)
    invitation.save()
    if agent := agent_of(by):
        audit(
            "opinion.asked_for", by=agent, on=f"customer:{customer.pk}", after={"survey": survey.pk, "reason": reason}
        )
    if invitation.due_at:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('invitations', '')")
    return invitation
