from __future__ import annotations

from regulars.assistant.models import Hint, Origin, Proposal, Question
from regulars.customers.events import CustomerErased
from regulars.customers.models import Customer


def forget_questions(event: CustomerErased, *, customer: Customer) -> None:
    """A reaction: what an erased customer asked is in no set, run, proposal or suggestion any more. Harmless twice."""
    theirs = Origin.objects.filter(conversation__customer=customer.pk)
    Proposal.objects.filter(origins__in=theirs).exclude(state=Proposal.State.APPROVED).delete()
    theirs.delete()
    Hint.objects.filter(conversation__customer=customer.pk).delete()
    Question.objects.filter(conversation__customer=customer.pk).delete()
