"""The page's side of the chat, read once: the button, and what it loads, under one edition, so that no browser mixes two."""

from __future__ import annotations

import hashlib
from pathlib import Path

from regulars.channels.chat.joining import joined

_CHAT = Path(__file__).resolve().parent / "assets"
_VISITS = Path(__file__).resolve().parents[1] / "visits" / "assets"
_modules = {file.name: file.read_text() for file in [*(_CHAT / "panel").glob("*.js"), *_VISITS.glob("*.js")]}
FACADE = (_CHAT / "widget.js").read_bytes()
LOADED = {name: joined(name, _modules).encode() for name in ("panel.js", "visit.js")}
EDITION = hashlib.sha256(b"\0".join(LOADED.values())).hexdigest()[:12]
