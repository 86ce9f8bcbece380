from __future__ import annotations

from collections.abc import Collection

from regulars.surveys.models import Case, Comment, Invitation, Opinion
from regulars.team.models import AuditEntry


def forget_opinions(people: Collection[int]) -> None:
    """Forget what these customers wrote, and that it was theirs. The bare scores stay for the figures.

    A part of erasing customers, within its transaction.
    """
    theirs = Opinion.objects.filter(customer__in=people)
    numbers = list(theirs.values_list("pk", flat=True))
    cases = Case.objects.filter(opinion__in=numbers)
    named = [f"case:{number}" for number in cases.values_list("pk", flat=True)]
    AuditEntry.objects.filter(object__in=named).update(before={}, after={})
    cases.delete()
    Comment.objects.filter(opinion__in=numbers).delete()
    Opinion.objects.filter(pk__in=numbers).update(
        customer=None, invitation=None, conversation=None, key=None, author="", comment="", answers={}, may_quote=False
    )
    Invitation.objects.filter(customer__in=people).delete()
