"""The list of conversations."""

from collections.abc import Iterator

from bench.asking import Visitor, measured, page_and_floor
from bench.house import House
from bench.table import Measure

PATHS = {
    "page": "/inbox?view=all",
    "api": "/api/conversations?status=open",
    "unassigned page": "/inbox?view=unassigned",
}


def measures(house: House) -> Iterator[Measure]:
    house.start("web")
    for way, path in PATHS.items():
        yield _list(house, way, path)


def _list(house: House, way: str, path: str) -> Measure:
    visitor = Visitor(house, is_program=way == "api")
    queries, floor = page_and_floor(house, path, is_program=way == "api")
    marker = '"items"' if way == "api" else "/inbox/"
    return measured(
        f"inbox {way}", house, lambda _: visitor.get(path, marker=marker), n=150, queries=queries, floor_ms=floor
    )
