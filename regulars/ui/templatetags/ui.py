"""Template tags of the design system."""

from datetime import date, datetime
from functools import cache, lru_cache

from django.forms import BoundField
from django.template import Context, Library
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from regulars.ui import faces, moments
from regulars.ui.accent import HEX
from regulars.ui.stylesheet import site_stylesheet, stylesheet

register = Library()

ELEMENTS = [
    "command-palette",
    "drop-menu",
    "kept-words",
    "key-map",
    "live-stream",
    "notice-bell",
    "theme-switch",
    "time-ago",
    "toast-stack",
]

register.simple_tag(faces.avatar, name="avatar")


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """The age of a thing, kept fresh by the page."""
    return moments.moment(at)


@register.filter
def exact(at: datetime) -> str:
    """All there is to say of a time: “Thursday 14 May 2026, 11:03”."""
    return moments.Times().exact(at)


@register.filter(expects_localtime=True)
def on_day(day: date) -> str:
    """A date as people say it, or the day of a moment in the viewer's zone: “3 May”, and “3 May 2027” in another year."""
    return moments.Times().on(day)


@register.filter
def grouped(number: int | str) -> str:
    """A number of things, its thousands apart: “1,314”."""
    return number_format(number, force_grouping=True)


@register.simple_tag(takes_context=True)
def furniture(context: Context) -> SafeString:
    """The palette and the list of keys. The same on every page, so they are made once for each language."""
    return _furniture(get_language(), context["user"].has_letter_keys)


@lru_cache
def _furniture(_language: str | None, has_letter_keys: bool) -> SafeString:
    return render_to_string("ui/pages/_furniture.html", {"has_letter_keys": has_letter_keys})


@register.simple_tag
def ui_styles() -> SafeString:
    """The link to the one stylesheet of the design system."""
    address = reverse("ui:stylesheet", args=[stylesheet().digest])
    return format_html('<link rel="stylesheet" href="{}">', address)


@register.simple_tag
def site_styles(accent: str = "") -> SafeString:
    """The link to the stylesheet of what customers see, in a brand's colour."""
    colour = found[1].lower() if (found := HEX.fullmatch(accent)) else ""
    address = reverse("ui:site_stylesheet", args=[colour or "house", site_stylesheet(colour).digest])
    return format_html('<link rel="stylesheet" href="{}">', address)


@register.simple_tag
@cache
def ui_elements() -> SafeString:
    """One script a custom element, fetched side by side: an import list would make the browser wait twice."""
    files = ((static(f"ui/elements/{name}.js"),) for name in ELEMENTS)
    return format_html_join("\n", '<script type="module" src="{}"></script>', files)


@register.simple_tag
def input(field: BoundField) -> SafeString:
    """A form field in our clothes, that says itself when it is wrong."""
    facts = {"class": "" if field.widget_type.startswith("checkbox") else "input"}
    described = [field.auto_id + "_helptext"] if field.help_text else []
    if field.errors:
        facts["aria-invalid"] = "true"
        described.append(field.auto_id + "_error")
    if described:
        facts["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=facts)
