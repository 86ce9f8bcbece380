"""The page's side of the chat, read once: the button, and the parts of the panel under one edition, so that no browser mixes two."""

from __future__ import annotations

import hashlib
from pathlib import Path

_ASSETS = Path(__file__).resolve().parent / "assets"
_VISITS = Path(__file__).resolve().parents[1] / "visits" / "assets"
FACADE = (_ASSETS / "widget.js").read_bytes()
PARTS = {file.name: file.read_bytes() for file in sorted([*(_ASSETS / "panel").glob("*.js"), *_VISITS.glob("*.js")])}
EDITION = hashlib.sha256(b"\0".join(PARTS.values())).hexdigest()[:12]
