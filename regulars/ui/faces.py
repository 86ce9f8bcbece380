"""Avatars: initials in one of twelve hues."""

import unicodedata
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

HUES = 12


@lru_cache(maxsize=4096)
def avatar(name: str, key: int, size: str = "", *, title: bool = False) -> SafeString:
    """Draw the initials of a name. The same key always has the same hue. With `title` the name is said too."""
    classes = f"avatar {size}".rstrip()
    said = (
        format_html('title="{}" role="img" aria-label="{}"', name, name) if title else SafeString('aria-hidden="true"')
    )
    return format_html(
        '<span class="{}" data-hue="{}" {}>{}</span>', classes, (key + key // HUES) % HUES, said, initials(name)
    )


def initials(name: str) -> str:
    """The first letters of the first and the last word: "Ada Moreau" is AM, "ada@shop.example" is A, "" is ?."""
    words = [word for word in name.split("@")[0].replace(".", " ").split() if _first_letter(word)]
    letters = [_first_letter(word) for word in (words[:1] + words[-1:] if len(words) > 1 else words)]
    return "".join(letters).upper() or "?"


def _first_letter(word: str) -> str:
    return next((letter for letter in word if unicodedata.category(letter)[0] in "LN"), "")
