"""Tells the timelines who came into a segment and who left it."""

from __future__ import annotations

from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer
from regulars.customers.timeline import record
from regulars.lib.gathering import gathered
from regulars.segments.asking import Moved
from regulars.segments.events import SegmentEntered, SegmentLeft
from regulars.segments.models import Segment


def tell_moved(segment: Segment, moved: Moved) -> None:
    """What follows from it, rules answer. Whoever went on as somebody else has left nothing."""
    facts = {"segment": segment.pk, "name": segment.name}
    still = set(Customer.objects.met().filter(pk__in=moved.gone).values_list("pk", flat=True)) if moved.gone else set()
    with gathered():
        for pk in moved.come:
            record(SegmentEntered(**facts), customer=pk, by=SYSTEM)
        for pk in moved.gone:
            if pk in still:
                record(SegmentLeft(**facts), customer=pk, by=SYSTEM)
