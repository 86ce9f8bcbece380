"""One stylesheet out of one file a part, without a build step.

The file's address holds a digest of what is in it, so a browser asks for it once and keeps it for a year."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

FOLDER = Path(__file__).parent / "assets" / "css"

# Layers decide who wins, so the order below is only the order of reading.
LAYERS = "@layer reset, base, parts, modules, utilities;\n"
PARTS = ["tokens", "reset", "base", "icon", "button", "field", "chip", "badge", "avatar", "rail", "row", "tabs", "message", "composer", "conditions", "person", "menu", "dialog", "palette", "key", "toast", "notice", "empty", "skeleton", "facts", "timeline", "table", "ordered", "bar", "desk", "alarms", "sheet", "settings", "utilities"]


@dataclass(frozen=True)
class Stylesheet:
    """The bytes of the stylesheet, as they are and compressed, and the digest that names them."""

    text: bytes
    packed: bytes
    digest: str


def stylesheet() -> Stylesheet:
    """The stylesheet as the files say now; outside of development they are read once."""
    newest = max(path.stat().st_mtime_ns for path in FOLDER.iterdir()) if settings.DEBUG else 0
    return _read(newest)


@cache
def _read(_newest: int) -> Stylesheet:
    text = (LAYERS + "".join((FOLDER / f"{part}.css").read_text() for part in PARTS)).encode()
    return Stylesheet(text=text, packed=gzip.compress(text, mtime=0), digest=hashlib.sha256(text).hexdigest()[:12])
