"""Lists that pages and the API share."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from regulars.automation.models import Rule, RuleRun

PAGE = 50


def runs_by_outcome(*, days: int = 7) -> dict[int, dict[str, int]]:
    """How often each rule fired, failed and so on in the last days, by its id."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    recent = RuleRun.objects.filter(at__gte=timezone.now() - timedelta(days=days))
    for rule, outcome, count in recent.values_list("rule", "outcome").annotate(Count("pk")).order_by():
        found[rule][outcome] = count
    return found


def runs_of(rule: Rule, *, outcome: str = "", before: int | None = None) -> QuerySet[RuleRun]:
    """The log of a rule, newest first."""
    found = RuleRun.objects.filter(rule=rule).select_related("customer", "conversation").order_by("-pk")
    found = found.filter(outcome=outcome) if outcome else found
    return found.filter(pk__lt=before) if before else found
