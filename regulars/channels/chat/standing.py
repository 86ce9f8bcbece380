"""What a panel is told before anybody writes: the house's name and colour, its words, and when an answer can be expected."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from regulars.channels.chat.limits import LARGEST_FILE, LONGEST
from regulars.channels.chat.models import Widget
from regulars.channels.chat.pace import expected, is_closed
from regulars.channels.chat.questions import questions_of
from regulars.channels.chat.scripts import EDITION
from regulars.channels.chat.texts import said_by
from regulars.channels.chat.words import words
from regulars.channels.visits.following import followed


def standing(widget: Widget) -> dict[str, Any]:
    """All of it, in the widget's language or else the browser's."""
    with translation.override(widget.language or translation.get_language()):
        said = said_by(widget, is_closed=is_closed(widget.inbox))
        language = translation.get_language() or "en"
        return {
            "name": widget.name,
            "accent": widget.accent,
            "language": language,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
            "greeting": said["greeting"],
            "questions": questions_of(widget),
            "asks_address": widget.asks_address,
            "edition": EDITION,  # of the panel
            "longest": LONGEST,
            "largest_file": LARGEST_FILE,
            "wait": expected(widget.inbox),
            "visits": followed(widget),
            "words": words() | {"open": said["label"], "over": said["over"]},
        }
