from __future__ import annotations

from django.db.models import Q

from regulars.assistant.models import Answer
from regulars.customers.events import CustomerErased
from regulars.customers.merging import family_of
from regulars.customers.models import Customer


def forget_answers(event: CustomerErased, *, customer: Customer) -> None:
    """What an erased customer asked is forgotten; that there was an answer, and what came of it, stays for the figures."""
    people = family_of(customer.pk)
    theirs = Answer.objects.filter(Q(customer__in=people) | Q(conversation__customer__in=people))
    theirs.update(question="", text="", evidence=[], customer=None)
