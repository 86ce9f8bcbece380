"""A conversation of ten messages."""

from collections.abc import Iterator
from itertools import cycle

from bench.asking import Visitor, measured, page_and_floor
from bench.house import House
from bench.table import Measure
from regulars.conversations.models import Conversation

MESSAGES = 10


def measures(house: House) -> Iterator[Measure]:
    house.start("web")
    chosen = Conversation.objects.filter(last_position=MESSAGES).order_by("pk")[:50]
    numbers = [conversation.pk for conversation in chosen]
    yield _whole(house, "page", [f"/inbox/{number}" for number in numbers])
    yield _whole(house, "api", [f"/api/conversations/{number}" for number in numbers])
    yield _swapped_in(house, [f"/inbox/{number}" for number in numbers])


def _whole(house: House, way: str, paths: list[str]) -> Measure:
    visitor, turns = Visitor(house, is_program=way == "api"), cycle(paths)
    queries, floor = page_and_floor(house, paths[0], is_program=way == "api")
    name = f"conversation {way}"
    return measured(
        name, house, lambda _: visitor.get(next(turns), marker="Hello"), n=150, queries=queries, floor_ms=floor
    )


def _swapped_in(house: House, paths: list[str]) -> Measure:
    """As a page that has the list already asks for it."""
    visitor, turns = Visitor(house, is_program=False), cycle(paths)
    visitor.headers["HX-Request"] = "true"
    return measured("conversation swap", house, lambda _: visitor.get(next(turns), marker="Hello"), n=150)
