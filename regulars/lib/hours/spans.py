"""Sets of numbers as sorted, disjoint pairs: from the first (included) to the second (excluded)."""

from collections.abc import Iterable, Iterator

Span = tuple[int, int]


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same set with nothing twice: overlapping and touching spans become one, empty ones go."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def clipped(spans: Iterable[Span], start: int, end: int) -> Iterator[Span]:
    """What of them lies between two numbers."""
    for first, last in spans:
        if first < end and last > start:
            yield max(first, start), min(last, end)


def without(spans: Iterable[Span], holes: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of them outside the holes."""
    left = merged(spans)
    for hole_start, hole_end in merged(holes):
        pieces = (
            ((start, min(end, hole_start)) for start, end in left),
            ((max(start, hole_end), end) for start, end in left),
        )
        left = merged(span for some in pieces for span in some)
    return left
