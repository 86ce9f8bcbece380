"""Suggestions as an agent sees them, and as they are put into an answer."""

from __future__ import annotations

from html import escape
from typing import Any

from django.utils.translation import gettext as _

from regulars.assistant.helping import DETECTED, LIKE_OTHERS
from regulars.assistant.making import links_of
from regulars.assistant.models import Hint
from regulars.assistant.models.answer import QUOTE
from regulars.lib.html import html_from_text, sanitise, text_from_html

# Words, and where they are put: into the answer, or into a note.
WORDS = {Hint.Kind.DRAFT: "reply", Hint.Kind.SUMMARY: "note", Hint.Kind.TRANSLATION: "note", Hint.Kind.ANSWER: "reply"}


def hint_row(hint: Hint) -> dict[str, Any]:
    return {
        "hint": hint, "text": text_from_html(hint.text) if hint.kind == Hint.Kind.ANSWER else hint.text, "kind": hint.get_kind_display(), "is_words": hint.kind in WORDS, "by": made_by(hint),
        "sources": links_of(hint.evidence),
        "percent": None if hint.confidence is None else f"{round(hint.confidence * 100)} %",
        "may_use": hint.kind != Hint.Kind.MOOD,
    }  # fmt: skip


def made_by(hint: Hint) -> str:
    """How it was made, honestly."""
    ways = {
        QUOTE: _("the words of an article, without a model"),
        DETECTED: _("by its letters and words, without a model"),
        LIKE_OTHERS: _("as in conversations that ask much the same, without a model that writes"),
    }
    return ways.get(hint.made_by, hint.made_by)


def words_for(hint: Hint) -> str:
    """As HTML. A quote is marked as one, and what an answer rests on is linked below it."""
    if hint.kind == Hint.Kind.ANSWER:
        return sanitise(hint.text)
    text = html_from_text(hint.text)
    if hint.kind == Hint.Kind.DRAFT and hint.made_by == QUOTE:
        text = f"<blockquote>{text}</blockquote>"
    links = links_of(hint.evidence) if hint.kind == Hint.Kind.DRAFT else []
    return text + "".join(f'<p><a href="{escape(to["address"])}">{escape(to["title"])}</a></p>' for to in links)
