from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.channels.chat.models import Widget
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = ("name", "inbox_id", "accent", "greeting", "language", "origins", "asks_address", "is_on")


@transaction.atomic
def save_widget(widget: Widget, *, by: Agent | None) -> None:
    """Keep a widget. Raises ValidationError naming the field: name, accent, origins."""
    before = Widget.objects.filter(pk=widget.pk).first()
    widget.name = " ".join(widget.name.split())
    if not 0 < len(widget.name) <= 80:
        raise refusal("name", _("A name has 1 to 80 characters."))
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", widget.accent):
        raise refusal("accent", _("Write a colour as #a1501f."))
    widget.origins = list(dict.fromkeys(_origin(each) for each in widget.origins))
    widget.save()
    was, now = _facts(before) if before else {}, _facts(widget)
    if was != now:
        audit("widget.changed" if before else "widget.made", by=by, on=f"widget:{widget.pk}", before=was, after=now)


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
