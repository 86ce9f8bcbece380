"""What a tier gives beside points, as a manager writes it: “free shipping, extended warranty: 24 months”."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

# Names that other rooms and programs agree on; a house may give any other.
KNOWN = {
    "free shipping": _("Free shipping"),
    "priority support": _("Priority support"),
    "extended warranty": _("Extended warranty"),
    "exclusive articles": _("Exclusive articles"),
}


def written(benefits: Mapping[str, Any]) -> str:
    """All but the multiplier, which has a place of its own."""
    kept = [(name, said) for name, said in benefits.items() if name != "multiplier" and said]
    return ", ".join(name if said is True else f"{name}: {said}" for name, said in kept)


def read(words: str) -> dict[str, Any]:
    """Names are kept in small letters, so that conditions find them."""
    found: dict[str, Any] = {}
    for part in words.split(","):
        name, _colon, said = (each.strip() for each in part.partition(":"))
        if name:
            found[name.lower()] = said or True
    return found


def said(name: str, given: Any) -> str:
    label = str(KNOWN.get(name, name.replace("_", " ")))
    return label if given is True else f"{label}: {given}"
