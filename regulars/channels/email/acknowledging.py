"""The words of “your message has come”."""

from __future__ import annotations

from collections.abc import Mapping

from regulars.lib.places import as_written, fill, places_in

PLACES = ("number", "subject", "customer", "brand", "promise", "wait")


def filled_in(template: str, facts: Mapping[str, str]) -> str:
    """The template with its places filled; one that is unknown stays as it is, one with nothing to say leaves no gap."""
    return fill(template, facts.get).strip()


def unknown_places(template: str) -> list[str]:
    """Places that nothing fills."""
    return [as_written(name) for name in places_in(template) if name not in PLACES]
