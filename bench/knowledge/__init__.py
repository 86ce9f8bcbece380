"""Search and quoted answers over what we know: how good, by words alone and with meaning; and how quick, at 10,000 articles."""

from __future__ import annotations

from collections.abc import Iterator

from bench.house import House
from bench.knowledge import quality, speed
from bench.table import Measure


def measures(house: House) -> Iterator[Measure]:
    yield from quality.measures(house)
    yield from speed.measures(house)
