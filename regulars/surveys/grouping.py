"""Comments that are about the same, by where they point to. Plain arithmetic over directions of length one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Directions = NDArray[np.float32]
NEAR = 0.47  # measured with the model of this machine: of two comments about the same, less what all of them share
FEWEST = 3  # comments: two may be chance
MOST = 1500  # that are compared with each other at once


def normal(vectors: Sequence[Sequence[float]], *, less: Sequence[float], share: float) -> Directions:
    """Directions of length one, less so much of what all texts of any kind have in common."""
    several = np.asarray(vectors, dtype=np.float32) - share * np.asarray(less, dtype=np.float32)
    length = np.linalg.norm(several, axis=1, keepdims=True)
    return several / np.where(length == 0, 1, length)


def nearest(several: Directions, middles: Directions) -> list[tuple[int, float]]:
    """For each the place of the nearest middle, and how near it is; (-1, 0) where none is near enough."""
    if not len(several) or not len(middles):
        return [(-1, 0.0)] * len(several)
    alike = several @ middles.T
    best = alike.argmax(axis=1)
    found = [(int(place), float(row[place])) for place, row in zip(best, alike, strict=True)]
    return [each if each[1] >= NEAR else (-1, 0.0) for each in found]


def groups(several: Directions) -> list[list[int]]:
    """Groups of at least FEWEST whose members are near each other on the average, the largest first: always the same ones."""
    alike = several @ several.T
    np.fill_diagonal(alike, -1)
    members = [[number] for number in range(len(several))]
    while len(members) > 1:
        place = int(alike.argmax())
        first, second = sorted(divmod(place, len(members)))
        if alike[first, second] < NEAR:
            break
        alike = _joined(alike, members, first, second)
    return sorted((each for each in members if len(each) >= FEWEST), key=lambda each: (-len(each), each))


def _joined(alike: Directions, members: list[list[int]], first: int, second: int) -> Directions:
    """The two as one: its likeness to the others is the average of all pairs."""
    ours, theirs = len(members[first]), len(members[second])
    row = (ours * alike[first] + theirs * alike[second]) / (ours + theirs)
    alike[first], alike[:, first], alike[first, first] = row, row, -1
    members[first] = sorted(members[first] + members.pop(second))
    return np.delete(np.delete(alike, second, axis=0), second, axis=1)
