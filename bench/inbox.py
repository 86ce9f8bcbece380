"""The list of conversations, alone and with thirty views beside it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bench.asking import Visitor, listening, measured, page_and_floor
from bench.house import House
from bench.table import Measure

if TYPE_CHECKING:
    from regulars.conversations.models import View

PATHS = {
    "page": "/inbox?view=all",
    "api": "/api/conversations?status=open",
    "unassigned page": "/inbox?view=unassigned",
}
VIEWS = 30


def measures(house: House) -> Iterator[Measure]:
    house.start("web")
    for way, path in PATHS.items():
        yield _list(house, way, path)
    views = thirty_views(house)
    yield _list(house, "page, 30 views", PATHS["page"])
    for view in _one_of_each_order(views):
        yield _list(house, f"view by {view.sort}", f"/inbox?view={view.pk}")
    yield _list(house, "numbers of 30 views", "/inbox/numbers", marker="mine")
    yield _followed(house)


def _list(house: House, way: str, path: str, *, marker: str = "") -> Measure:
    visitor = Visitor(house, is_program=way == "api")
    queries, floor = page_and_floor(house, path, is_program=way == "api")
    marker = marker or ('"items"' if way == "api" else "/inbox/")
    return measured(
        f"inbox {way}", house, lambda _: visitor.get(path, marker=marker), n=150, queries=queries, floor_ms=floor
    )


def thirty_views(house: House) -> list[View]:
    """Such as teams make them: of each status, tag, team, channel, language, wait and age; all counted."""
    from regulars.conversations.actions.save_view import save_view
    from regulars.conversations.models import View
    from regulars.team.models import Team

    by = house.facts["agent"]
    wanted = list(itertools.islice(_conditions(list(Team.objects.values_list("pk", flat=True))), VIEWS))
    views = []
    for number, (tree, sort) in enumerate(zip(wanted, itertools.cycle(View.Sort.values), strict=False), start=1):
        views.append(View(name=f"View {number}", conditions={"all": tree}, sort=sort))
        save_view(views[-1], by=by)
    _follow()
    return views


def _conditions(teams: list[int]) -> Iterator[list[dict[str, Any]]]:
    opened = {"field": "status", "is": "open"}
    narrowed = [
        {"field": "is waiting", "is": True},
        {"field": "priority", "at least": "high"},
        {"field": "customer.language", "is": "fr"},
        {"field": "last message by", "is": "us"},
        {"field": "messages", "more than": 6},
        {"field": "customer.email", "ends with": ".example"},
        {"field": "assignee", "is": "me"},
        {"field": "waiting since", "more than … ago": "4 h"},
        *({"field": "team", "is": team} for team in teams),
        *({"field": "tags", "has": tag} for tag in ("refund", "late", "wholesale")),
    ]
    yield from ([opened, each] for each in narrowed)
    yield from ([each] for each in narrowed)
    yield from ([opened, {"field": "subject", "contains": word}] for word in ("order", "grinder", "invoice", "points"))


def _one_of_each_order(views: list[View]) -> list[View]:
    return list({view.sort: view for view in reversed(views)}.values())[::-1]


def _followed(house: House) -> Measure:
    """What it costs that the counts of all views follow one conversation that has changed."""
    from regulars.conversations.actions.set_priority import set_priority
    from regulars.conversations.models import Conversation

    several = list(Conversation.objects.order_by("-pk")[:200])
    for conversation in several:
        set_priority(conversation, priority="high", by=house.facts["agent"])
    _follow()

    def change(number: int) -> None:
        set_priority(several[number], priority=("low", "urgent")[number % 2], by=house.facts["agent"])
        _follow()

    with listening() as heard:
        change(0)
    return measured("inbox counts follow a change", house, change, n=100, queries=len(heard))


def _follow() -> None:
    from regulars.conversations.actions.count_views import count_views

    while count_views():
        pass
