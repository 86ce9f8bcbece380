"""Search for a common, a middling and a rare word; for facts alone, and for both."""

from collections.abc import Iterator
from urllib.parse import quote

from bench.asking import Visitor, measured, page_and_floor
from bench.house import House
from bench.table import Measure
from seeds import bulk

WORDS = {
    "common": bulk.COMMON,
    "mid": bulk.IN_ONE_OF_100,
    "rare": bulk.IN_ONE_OF_5000,
    "facts": "is:open is:waiting",
    "both": f"{bulk.COMMON} is:open -tag:none",
}
ADDRESSES = {
    "page": "/inbox/found?q={}",  # what a page that is open asks for when somebody searches in it
    "whole page": "/inbox?q={}",
    "api": "/api/conversations?search={}",
}
AROUND = "/inbox/around?q={}"  # which what was found asks for in turn: people, companies and tags that are called so


def measures(house: House) -> Iterator[Measure]:
    house.start("web")
    for rarity, word in WORDS.items():
        for way, address in ADDRESSES.items():
            yield _search(house, f"search {rarity} {way}", address.format(quote(word)), is_program=way == "api")
    yield _search(house, "search around", AROUND.format(quote(WORDS["rare"])), is_program=False, marker="")


def _search(house: House, name: str, path: str, *, is_program: bool, marker: str | None = None) -> Measure:
    visitor = Visitor(house, is_program=is_program)
    queries, floor = page_and_floor(house, path, is_program=is_program)
    if marker is None:
        marker = '"subject"' if is_program else 'id="row-'
    return measured(name, house, lambda _: visitor.get(path, marker=marker), n=100, queries=queries, floor_ms=floor)
