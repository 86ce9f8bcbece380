"""A guide as its writer sees it: the branches as a tree, and where readers come to an end or leave."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.knowledge.guiding import Plan, Stop
from regulars.knowledge.models import Guide, GuideRun, GuideStep

LATELY = timedelta(days=90)
UNDER_WAY = timedelta(hours=1)  # so long somebody may be trying what a step says, and has not left
MOST = 5000  # runs that are counted, the newest
SIGNS = {"question": "info", "instruction": "settings", "solved": "check", "article": "book", "ask": "chat"}


@dataclass
class Branch:
    """A step in the tree: below it where each answer leads. Drawn once; where it comes again, it only names the first place."""

    said: str
    number: int = 0  # 0: it leads nowhere
    title: str = ""
    sign: str = "alert"
    is_again: bool = False
    within: list[Branch] = field(default_factory=list)


def tree(plan: Plan) -> list[Branch]:
    """From the first step; steps that no answer leads to stand below as trees of their own."""
    numbers = {key: number for number, key in enumerate(plan.stops, 1)}
    drawn: set[str] = set()
    roots = []
    for key in plan.stops:
        if key not in drawn:
            roots.append(_branch(plan, key, "", numbers, drawn))
    return roots


def _branch(plan: Plan, key: str, said: str, numbers: dict[str, int], drawn: set[str]) -> Branch:
    stop = plan.stops.get(key)
    if stop is None:
        return Branch(said)
    branch = Branch(said, numbers[key], stop.title, sign_of(stop.kind, stop.outcome), key in drawn)
    if key not in drawn:
        drawn.add(key)
        branch.within = [_branch(plan, each.to, each.words, numbers, drawn) for each in stop.answers]
    return branch


def sign_of(kind: str, outcome: str) -> str:
    """Of the sprite, by what a step is and how it ends."""
    return SIGNS.get(outcome or kind, "info")


def step_rows(guide: Guide, plan: Plan) -> list[dict[str, Any]]:
    """The steps in their order, each with its answers and how many readers left there."""
    titles = {each.key: each.title for each in plan.stops.values()}
    left = Counter(path[-1] for path, outcome in _paths(guide) if path and not outcome)
    return [
        {
            "step": each, "sign": sign_of(each.kind, each.outcome), "kind": _kind(plan.stops[each.key]), "left": left[each.key],
            "answers": [(one.words, titles.get(one.to, "")) for one in plan.stops[each.key].answers],
        }
        for each in guide.steps.all()
    ]  # fmt: skip


def report(guide: Guide) -> list[tuple[str, str]]:
    """How it went for readers lately: the words, and the share with its number. Nothing while nobody has followed it."""
    ends = Counter(outcome for _path, outcome in _paths(guide))
    total = ends.total()
    words = {"solved": _("solved"), "article": _("read an article"), "ask": _("asked us"), "": _("left")}
    return [(says, f"{ends[end] / total:.0%} ({ends[end]})") for end, says in words.items()] if total else []


def _kind(stop: Stop) -> Any:
    return GuideStep.Outcome(stop.outcome).label if stop.outcome else GuideStep.Kind(stop.kind).label


def _paths(guide: Guide) -> list[tuple[list[str], str]]:
    """Ways of readers, not of who works here, and without those who are perhaps still trying something."""
    now = timezone.now()
    several = guide.runs.exclude(reader=GuideRun.Reader.AGENT).filter(begun_at__gt=now - LATELY)
    rows = several.order_by("-begun_at").values_list("path", "outcome", "last_at")[:MOST]
    return [(path, outcome) for path, outcome, last in rows if outcome or last < now - UNDER_WAY]
