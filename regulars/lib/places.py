"""Places in a text that are filled in when it is used: `{{customer.first_name|there}}` names one, and what stands in for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape, unescape

PLACE = re.compile(r"( ?)\{\{\s*([^{}|]*?)\s*(?:\|([^{}]*))?\}\}")


def fill(
    text: str,
    value_of: Callable[[str], str | None],
    *,
    usual: Mapping[str, object] | None = None,
    is_html: bool = False,
) -> str:
    """The text with its places filled, once: what is put in is never read for places again.

    An empty value gives way to the words after `|`, or to the usual ones; with none there is no gap. A name that has no
    value (None) stays as it is.
    """

    def put(found: re.Match[str]) -> str:
        gap, name, otherwise = found.groups()
        words = value_of(name := _plain(name, is_html))
        if words is None:
            return found[0]
        words = words or _plain(otherwise or "", is_html).strip() or str((usual or {}).get(name, ""))
        return words and gap + (escape(words).replace("\n", "<br>") if is_html else words)

    return PLACE.sub(put, text)


def places_in(text: str, *, is_html: bool = False) -> Iterator[str]:
    """The names of the places, and what only begins to be one ("{{customer.nam}")."""
    for found in PLACE.finditer(text):
        yield _plain(found[2], is_html)
    for found in re.finditer(r"\{\{[^\n<]{0,40}", PLACE.sub("", text)):
        yield found[0]


def as_written(name: str) -> str:
    """The name of a place as it stands in a text; what only begins to be one, as it is."""
    return name if name.startswith("{{") else f"{{{{{name[:60]}}}}}"


def _plain(words: str, is_html: bool) -> str:
    return unescape(words).replace("\xa0", " ").strip() if is_html else words
