"""What stands beside a line of ours: that no person wrote it, sources to look at, and choices to press in its place of an answer."""

from __future__ import annotations

from typing import Any

from regulars.channels.chat.models import Line, Visitor


def beside(offers: dict[str, Any], *, is_automatic: bool) -> dict[str, Any]:
    """As a panel shows it. Sources have a place of their own there, so the words come without them."""
    shown = {"text": offers["words"]} if offers.get("words") else {}
    return shown | {
        "is_automatic": is_automatic,
        "sources": offers.get("sources", []),
        "choices": offers.get("choices", []),
    }


def chosen_of(visitor: Visitor, said: Any) -> tuple[str, str]:
    """The key and the words of what they pressed; nothing unless the newest line of ours offers it."""
    newest = Line.objects.filter(visitor=visitor, is_ours=True).select_related("message").order_by("-position").first()
    offered = newest.message.offers.get("choices", []) if newest else []
    return next(((each["key"], each["label"]) for each in offered if each["key"] == said), ("", ""))
