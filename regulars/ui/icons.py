"""Icons from the sprite `assets/icons.svg`, for templates and for rows that are prepared in Python."""

import re
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

TURNS = {
    "back",
    "bullets",
    "forward",
    "leave",
    "quote",
    "redo",
    "reply",
    "right",
    "send",
    "undo",
}  # they point along the line
SPRITE = Path(__file__).parent / "assets" / "icons.svg"


@cache
def names() -> list[str]:
    """Every icon that is drawn."""
    return re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text())


@cache
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """Draw one icon; without a label it is decoration. `size` is "", "small" (16 px) or "tiny" (14 px)."""
    classes = " ".join(filter(None, ["icon", size, "turns" if name in TURNS else ""]))
    meaning = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    sprite = static("ui/icons.svg")
    return format_html('<svg class="{}" {}><use href="{}#{}"/></svg>', classes, meaning, sprite, name)
