"""Themes as pages show them: how often they are spoken of, whether more than before, by whom, and in which words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.lib.sureness import wilson
from regulars.surveys.models import Comment, Opinion, Theme
from regulars.surveys.rows import opinion_rows
from regulars.team.models import Agent

SPAN = timedelta(days=28)
WEEKS = 12
EXAMPLES = 6
FEW = 5  # of a segment: below it a share says nothing


def themes(*, agent: Agent, now: datetime) -> QuerySet[Theme]:
    """Those with comments that this agent may see, the most spoken of lately first."""
    seen = Q(comments__opinion__in=Opinion.objects.visible_to(agent).counted())
    lately, before = now - SPAN, now - 2 * SPAN
    return (
        Theme.objects.select_related("owner")
        .annotate(
            many=Count("comments", filter=seen),
            lately=Count("comments", filter=seen & Q(comments__opinion__at__gte=lately)),
            before=Count(
                "comments", filter=seen & Q(comments__opinion__at__gte=before, comments__opinion__at__lt=lately)
            ),
            low=Count("comments", filter=seen & Q(comments__opinion__is_low=True)),
        )
        .filter(many__gt=0)
        .order_by("-lately", "-many", "pk")
    )


def theme_rows(found: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {"theme": each, "trend": _trend(each.before, each.lately), "low": round(100 * each.low / each.many)}
        for each in found
    ]


def _trend(before: int, lately: int) -> dict[str, str]:
    """More or less than four weeks ago, when that is more than chance among so few."""
    if abs(lately - before) < 2 * (lately + before) ** 0.5 or lately + before < FEW:
        return {"state": "", "words": _("as before")}
    return {"state": "overdue", "words": _("more")} if lately > before else {"state": "good", "words": _("less")}


def told_of(theme: Theme, *, agent: Agent) -> dict[str, Any]:
    """Everything that the page of a theme shows."""
    seen = Opinion.objects.visible_to(agent).counted()
    theirs = seen.filter(meaning__theme=theme)
    nearest = theirs.select_related("survey", "customer", "agent", "meaning", "case").order_by(
        "-meaning__nearness", "-pk"
    )
    return {
        "many": theirs.count(),
        "weeks": _weeks(theirs),
        "rows": opinion_rows(_examples(nearest)),
        "segments": _segments(theirs, seen.filter(meaning__isnull=False)),
    }


def _examples(nearest: QuerySet[Opinion]) -> list[Opinion]:
    """The nearest to its middle, none twice in the same words."""
    said = {each.comment.casefold(): each for each in reversed(nearest[: 5 * EXAMPLES])}
    return list(reversed(said.values()))[:EXAMPLES]


def _weeks(theirs: QuerySet[Opinion]) -> list[dict[str, Any]]:
    now = timezone.now()
    ages = [
        (now - at).days // 7 for at in theirs.filter(at__gt=now - timedelta(weeks=WEEKS)).values_list("at", flat=True)
    ]
    counts = [ages.count(week) for week in range(WEEKS - 1, -1, -1)]
    most = max(counts, default=0) or 1
    heights = [round(40 * many / most) for many in counts]
    return [
        {"many": many, "height": height, "top": 40 - height, "x": 20 * place}
        for place, (many, height) in enumerate(zip(counts, heights, strict=True))
    ]


def _segments(theirs: QuerySet[Opinion], everybody: QuerySet[Opinion]) -> list[dict[str, Any]]:
    """Who speaks of it more than others do: topics of conversations, surveys, languages and teams."""
    total, all_of_them = theirs.count(), everybody.count()
    found = []
    for label, column in (
        (_("topic"), "conversation__topic__name"),
        (_("team"), "team__name"),
        (_("language"), "customer__language"),
        (_("survey"), "survey__name"),
        (_("company"), "customer__company__name"),
    ):
        usual = _counted(everybody, column)
        for name, many in _counted(theirs, column).items():
            share, others = wilson(many, total), usual.get(name, 0) / (all_of_them or 1)
            if share and many >= 3 and share.low > 100 * others:
                found.append({"label": label, "name": name, "share": round(share.value), "usual": round(100 * others)})
    return sorted(found, key=lambda each: -(each["share"] - each["usual"]))[:6]


def _counted(found: QuerySet[Opinion], column: str) -> dict[str, int]:
    named = found.exclude(**{f"{column}__isnull": True}).exclude(**{column: ""}).order_by()
    return dict(named.values_list(column).annotate(many=Count("pk")))


def loose(*, agent: Agent) -> int:
    """Comments that fit no theme."""
    return Comment.objects.filter(theme=None, opinion__in=Opinion.objects.visible_to(agent).counted()).count()
