"""Segments that ask about segments: what each stands on, and the order in which they are to be asked."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.core.exceptions import ValidationError

from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.lib.conditions.reading import leaves, read
from regulars.segments.fields import SEGMENTS
from regulars.segments.models import Segment


def named_in(tree: Any) -> set[int]:
    """The segments, by their ids, that a condition asks about; none in what this version cannot read."""
    try:
        whole = read(tree, CUSTOMER_FIELDS)
    except ValidationError:
        return set()
    return {value for leaf in leaves(whole) if leaf.field.name == SEGMENTS for value in leaf.values}


def in_order(segments: Iterable[Segment]) -> list[Segment]:
    """Each after those that it asks about. Raises CycleError."""
    known = {each.pk: each for each in segments}
    graph = {pk: named_in(each.conditions) & known.keys() for pk, each in known.items()}
    return [known[pk] for pk in TopologicalSorter(graph).static_order()]


def goes_in_a_circle(segment: Segment, tree: Any) -> bool:
    """Whether with these conditions the segment would in the end ask about itself."""
    others = {each.pk: named_in(each.conditions) for each in Segment.objects.exclude(pk=segment.pk)}
    try:
        TopologicalSorter(others | {segment.pk: named_in(tree)}).prepare()
    except CycleError:
        return True
    return False


def standing_on(segment_id: int) -> list[Segment]:
    """The segments that ask about this one, and those that ask about these, in order; without itself."""
    above, several = {segment_id}, in_order(Segment.objects.all())
    for each in several:
        if named_in(each.conditions) & above:
            above.add(each.pk)
    return [each for each in several if each.pk in above and each.pk != segment_id]
