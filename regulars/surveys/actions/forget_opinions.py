from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from regulars.surveys.models import Case, Comment, Invitation, Opinion, Theme
from regulars.surveys.models.theme import called_by
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
    _forget_names(theirs)
    Comment.objects.filter(opinion__in=numbers).delete()
    Opinion.objects.filter(pk__in=numbers).update(
        customer=None, invitation=None, conversation=None, key=None, author="", comment="", answers={}, may_quote=False
    )
    Invitation.objects.filter(customer__in=people).delete()


def _forget_names(theirs: QuerySet[Opinion]) -> None:
    """A theme that is called by what they say, or said before they changed their mind, is called by another's words.

    What somebody or a model called it stays.
    """
    words = {called_by(each) for each in theirs.exclude(comment="").values_list("comment", flat=True)}
    by_comments = Theme.objects.filter(Q(name__in=words) | Q(comments__opinion__in=theirs), named_by="")
    for theme in Theme.objects.select_for_update().filter(pk__in=by_comments.values("pk")).order_by("pk"):
        others = Comment.objects.filter(theme=theme).exclude(opinion__in=theirs).order_by("-nearness", "pk")
        said = [called_by(each) for each in others.values_list("opinion__comment", flat=True)]
        if theme.name in words or theme.name not in said:
            words.add(theme.name)
            theme.name = next(iter(said), "") or "…"
            theme.save(update_fields=["name"])
    of_themes = AuditEntry.objects.filter(action__in=("theme.changed", "theme.merged"))
    of_themes.filter(Q(before__name__in=words) | Q(after__name__in=words)).update(before={}, after={})
