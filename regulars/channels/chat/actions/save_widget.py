from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from regulars.channels.chat.models import Widget
from regulars.channels.chat.questions import askable
from regulars.channels.chat.texts import LONGEST, NAMES
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = ("name", "inbox_id", "accent", "greeting", "language", "origins", "asks_address", "is_on", "questions", "texts")


@transaction.atomic
def save_widget(widget: Widget, *, by: Agent | None) -> None:
    """Keep a widget. Raises ValidationError naming the field: name, accent, origins, questions, texts."""
    before = Widget.objects.filter(pk=widget.pk).first()
    widget.name = " ".join(widget.name.split())
    if not 0 < len(widget.name) <= 80:
        raise refusal("name", _("A name has 1 to 80 characters."))
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", widget.accent):
        raise refusal("accent", _("Write a colour as #a1501f."))
    widget.origins = list(dict.fromkeys(_origin(each) for each in widget.origins))
    widget.questions = _questions(widget.questions)
    widget.texts = _texts(widget.texts)
    widget.save()
    was, now = _facts(before) if before else {}, _facts(widget)
    if was != now:
        audit("widget.changed" if before else "widget.made", by=by, on=f"widget:{widget.pk}", before=was, after=now)


def _questions(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each once, of those that can be asked."""
    known = dict(askable())
    needed = {each.get("ask"): bool(each.get("is_needed")) for each in given}
    if unknown := [ask for ask in needed if ask not in known]:
        raise refusal("questions", _("“%s” cannot be asked.") % unknown[0])
    return [{"ask": ask, "is_needed": is_needed} for ask, is_needed in needed.items()]


def _texts(given: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """What is said, on one line, of languages that we speak; nothing of what is empty."""
    kept = {}
    for language, words in given.items():
        if language not in dict(settings.LANGUAGES) or words.keys() - LONGEST.keys():
            raise refusal("texts", _("“%s” is no language of ours, or not said by a widget.") % language)
        said = {name: " ".join(storable(text).split()) for name, text in words.items()}
        if long := next((name for name, text in said.items() if len(text) > LONGEST[name]), ""):
            raise refusal(
                "texts", _("%(name)s: at most %(most)d characters.") % {"name": NAMES[long], "most": LONGEST[long]}
            )
        if said := {name: text for name, text in said.items() if text}:
            kept[language] = said
    return kept


def _origin(given: str) -> str:
    """ "https://shop.example", without what follows."""
    try:
        parts = urlsplit(given.strip())
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        parts, port = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise refusal("origins", _("“%s” is no address of a website, such as https://shop.example.") % given[:100])
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{'' if port == {'http': ':80', 'https': ':443'}[parts.scheme] else port}"


def _facts(widget: Widget) -> dict[str, Any]:
    return {name: getattr(widget, name) for name in FACTS}
