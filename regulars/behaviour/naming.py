"""What people do, by its names. The key of a website is anybody's, so it may bring only so many new ones a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from regulars.behaviour.actions.keep_arrival import keep_refused
from regulars.behaviour.models import Deed, Source

NEW = 40  # names that a website may bring within a day
LOOKS = ("page", "screen")
VIEWED, ADDED, BOUGHT = ("Product Viewed",), ("Product Added", "Cart Viewed", "Checkout Started"), ("Order Completed",)
WELL_KNOWN = {*LOOKS, *VIEWED, *ADDED, *BOUGHT}  # conditions ask about these: nobody's invention keeps them out


def kept_deeds(source: Source, names: Iterable[str]) -> dict[str, Deed]:
    """The deeds of these names, the new ones among them too, without those that nobody wants and those beyond the limit."""
    asked = list(dict.fromkeys(names))
    known = {each.name: each for each in Deed.objects.filter(name__in=asked)}
    if new := [name for name in asked if name not in known]:
        let_in = _let_in(source, new)
        Deed.objects.bulk_create([Deed(name=name, source=source) for name in sorted(let_in)], ignore_conflicts=True)
        known |= {each.name: each for each in Deed.objects.filter(name__in=let_in)}
    return {name: deed for name, deed in known.items() if deed.is_wanted}


def _let_in(source: Source, names: list[str]) -> list[str]:
    if source.kind == Source.Kind.SERVER:
        return names
    since = timezone.now() - timedelta(days=1)
    room = NEW - Deed.objects.filter(source=source, first_at__gt=since).exclude(name__in=WELL_KNOWN).count()
    invented = [name for name in names if name not in WELL_KNOWN]
    if left_out := invented[max(0, room) :]:
        told = ", ".join(f"“{name}”" for name in left_out[:5])
        keep_refused(source, why=f"event: a website brings at most {NEW} new names a day; left out: {told}")
    unwanted = set(left_out)
    return [name for name in names if name not in unwanted]
