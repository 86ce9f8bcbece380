"""The one that a command is about: the one that was named, or the only one there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from regulars.config.environment import Problem

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from regulars.knowledge.models import HelpCentre


def the_one(found: QuerySet[Any], *, unknown: str, none: str, several: str) -> Any:
    """`unknown` is what to say when the one that was named is not there; "" when none was named. Raises Problem."""
    rows = list(found[:2])
    if len(rows) == 1:
        return rows[0]
    raise Problem(unknown or (several if rows else none))


def the_centre(brand: str | None) -> HelpCentre:
    from regulars.knowledge.models import HelpCentre

    centres = HelpCentre.objects.select_related("brand")
    return the_one(
        centres.filter(brand__name__iexact=brand.strip()) if brand else centres,
        unknown=f"There is no help centre of a brand {brand!r}. Settings → Help centres shows all." if brand else "",
        none="There is no help centre yet. Make one first: Settings → Help centres.",
        several="There are several help centres: say which one with --brand NAME.",
    )
