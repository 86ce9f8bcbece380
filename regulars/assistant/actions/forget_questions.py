from __future__ import annotations

from regulars.assistant.models import Question
from regulars.customers.events import CustomerErased
from regulars.customers.models import Customer


def forget_questions(event: CustomerErased, *, customer: Customer) -> None:
    """A reaction: what an erased customer asked is in no set any more, nor in any run. Harmless twice."""
    Question.objects.filter(conversation__customer=customer.pk).delete()
