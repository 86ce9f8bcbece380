"""Icons from the sprite `assets/icons.svg`, for templates and for rows that are prepared in Python."""

from functools import cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


@cache
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """Draw one icon; without a label it is decoration. `size` is "", "small" (16 px) or "tiny" (14 px)."""
    classes = f"icon {size}".rstrip()
    meaning = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    sprite = static("ui/icons.svg")
    return format_html('<svg class="{}" {}><use href="{}#{}"/></svg>', classes, meaning, sprite, name)
