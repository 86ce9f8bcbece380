"""Two stylesheets, for the desk and for what customers see, out of one file a part, without a build step.

A stylesheet's address holds a digest of what is in it, so a browser asks for it once and keeps it for a year. That of the
customers holds the brand's colour too: one request, and no inline style."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings

from regulars.ui.accent import accent_styles

FOLDER = Path(__file__).parent / "assets" / "css"

# Layers decide who wins, so the order below is only the order of reading.
LAYERS = "@layer reset, base, parts, modules, utilities;\n"
PARTS = [
    "tokens",
    "reset",
    "base",
    "icon",
    "button",
    "field",
    "chip",
    "badge",
    "avatar",
    "rail",
    "row",
    "tabs",
    "message",
    "composer",
    "conditions",
    "person",
    "menu",
    "dialog",
    "palette",
    "key",
    "toast",
    "notice",
    "empty",
    "skeleton",
    "facts",
    "timeline",
    "table",
    "ordered",
    "bar",
    "desk",
    "alarms",
    "sheet",
    "settings",
    "utilities",
]
FOR_CUSTOMERS = [
    "tokens",
    "reset",
    "base",
    "icon",
    "button",
    "field",
    "chip",
    "badge",
    "avatar",
    "tabs",
    "message",
    "dialog",
    "notice",
    "empty",
    "skeleton",
    "facts",
    "table",
    "bar",
    "site",
    "site-article",
    "site-guide",
    "site-help",
    "utilities",
]


@dataclass(frozen=True)
class Stylesheet:
    """The bytes of a stylesheet, as they are and compressed, and the digest that names them."""

    text: bytes
    packed: bytes
    digest: str


def stylesheet() -> Stylesheet:
    """The stylesheet of the desk as the files say now; outside of development they are read once."""
    return _read(_newest())


def site_stylesheet(accent: str = "") -> Stylesheet:
    """The stylesheet of what customers see, with a brand's colour (`#a1501f`) or with the house's."""
    return _read_site(_newest(), accent)


def _newest() -> int:
    return max(path.stat().st_mtime_ns for path in FOLDER.iterdir()) if settings.DEBUG else 0


@cache
def _read(_newest: int) -> Stylesheet:
    return _bound(PARTS)


@lru_cache(maxsize=64)
def _read_site(_newest: int, accent: str) -> Stylesheet:
    return _bound(FOR_CUSTOMERS, accent_styles(accent))


def _bound(parts: list[str], more: str = "") -> Stylesheet:
    text = (LAYERS + "".join((FOLDER / f"{part}.css").read_text() for part in parts) + more).encode()
    return Stylesheet(text=text, packed=gzip.compress(text, mtime=0), digest=hashlib.sha256(text).hexdigest()[:12])
