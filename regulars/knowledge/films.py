"""Films that an article may show. The page fetches nothing of them before somebody presses play."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import parse_qs, urlsplit

YOUTUBE = re.compile(r"/(?:embed|shorts|live|v|e)/([\w-]{11})/?")
YOUTUBE_NUMBER = re.compile(r"(?!videoseries)[\w-]{11}")
VIMEO = re.compile(r"/(?:[\w/]+/)?(\d{3,12})(?:/([0-9a-f]{6,20}))?/?")
VIMEO_KEY = re.compile(r"[0-9a-f]{6,20}")  # of a film that only who has the link may see
ENDINGS = (".mp4", ".webm", ".ogv")
PLAYERS = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")  # what a page may show in a frame


def player(address: str) -> str:
    """What plays the film at this address: an embedded page of `PLAYERS`, or the file itself; "" for what is no film."""
    parts = _parts(address)
    if parts is None:
        return ""
    host, path, query = parts
    if host in ("youtube.com", "m.youtube.com", "youtube-nocookie.com", "youtu.be"):
        inner = YOUTUBE.fullmatch(path)
        number = path.strip("/") if host == "youtu.be" else inner[1] if inner else query.get("v", [""])[0]
        return f"{PLAYERS[0]}/embed/{number}" if YOUTUBE_NUMBER.fullmatch(number) else ""
    if host in ("vimeo.com", "player.vimeo.com"):
        found = VIMEO.fullmatch(path)
        key = found[2] or query.get("h", [""])[0] if found else ""
        secret = f"h={key}&" if VIMEO_KEY.fullmatch(key) else ""
        return f"{PLAYERS[1]}/video/{found[1]}?{secret}dnt=1" if found else ""
    return address.strip() if path.lower().endswith(ENDINGS) else ""


def film(address: str) -> str:
    """A film as an article keeps it: a figure that says what plays it, around a plain link. A mere link for what is no film."""
    address = unescape(address).strip()
    if _parts(address) is None:
        return ""
    link = f'<a href="{escape(address)}" rel="noopener noreferrer">{escape(address)}</a>'
    return f'<figure data-video="{escape(address)}">{link}</figure>' if player(address) else f"<p>{link}</p>"


def _parts(address: str) -> tuple[str, str, dict[str, list[str]]] | None:
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme != "https" or not host or len(address) > 2000:
        return None
    return host, parts.path, parse_qs(parts.query)
