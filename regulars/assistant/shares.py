"""Parts of a whole, with how far they may be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

from regulars.lib.sureness import wilson


@dataclass(frozen=True)
class Share:
    """`part` of `whole`. Of nothing there is no share: `rate` is None."""

    part: int
    whole: int

    @property
    def rate(self) -> float | None:
        return self.part / self.whole if self.whole else None

    @property
    def between(self) -> tuple[float, float]:
        """Wilson's interval: where the true share lies with 95 % confidence if these were drawn at random. Of nothing: anywhere."""
        held = wilson(self.part, self.whole)
        return (held.low / 100, held.high / 100) if held else (0.0, 1.0)


def by_chance(gained: int, lost: int) -> float:
    """How likely two ways that are equally good differ at least so much in what they gain and lose: McNemar's exact test, two-sided."""
    most = gained + lost
    tail = sum(comb(most, each) for each in range(min(gained, lost) + 1))
    return min(1.0, 2 * tail / 2**most)
