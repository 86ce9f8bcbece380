"""Pictures, films and links of articles from elsewhere: kept where their files lie beside; led to where they do not."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from html import escape, unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

from regulars.knowledge.bringing.beside import Beside
from regulars.knowledge.bringing.pages import ENDINGS
from regulars.knowledge.films import film, player

IMAGE = re.compile(r"<img\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.I)
LINKED = re.compile(r"(<a\b[^>]*?\bhref=)([\"'])(.*?)\2", re.I | re.S)
FRAME = re.compile(r"<iframe\b[^>]*?\bsrc\s*=\s*[\"']([^\"']+)[\"'][^>]*>(?:.*?</iframe>)?", re.I | re.S)
MEDIA = re.compile(r"<(video|audio)\b[^>]*>.*?</\1>|<(?:video|audio)\b[^>]*/>", re.I | re.S)
DATA = re.compile(r"data:image/([a-z]+)(?:;[\w=-]+)*(;base64)?,(.*)", re.I | re.S)
SHOWN = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"}  # what a page may show as a picture

Keep = Callable[[str, bytes], str]


class Way(NamedTuple):
    """What an article is read with. `lead` says where a link to another article leads now ("" for any other); `source` is where
    it was read, from which its addresses begin."""

    beside: Beside
    folder: Path | None
    source: str
    keep: Keep
    lead: Callable[[str], str]

    def whole(self, address: str) -> str:
        """The address as it is from anywhere, as far as that can be told."""
        address = address.strip()
        if not self.source.startswith(("http://", "https://")) or address.startswith("#"):
            return f"https:{address}" if address.startswith("//") else address
        try:
            return urljoin(self.source, address)
        except ValueError:
            return address

    def kept(self, address: str) -> tuple[Path, str] | None:
        """The file that lies beside, and its address with us."""
        file = self.beside.find(address, folder=self.folder)
        return (file, self.keep(self.beside.name_of(address) or file.name, file.read_bytes())) if file else None


def with_files(html: str, way: Way) -> tuple[str, list[str]]:
    """The HTML with what lies beside kept as ours, films as figures, and the pictures that are not here, as links to them."""
    missing: list[str] = []

    def image(found: re.Match[str]) -> str:
        address, alt = _of("src", found[0]) or _of("data-src", found[0]), _of("alt", found[0])
        told = f'alt="{escape(alt)}"' + "".join(
            f' {name}="{size}"' for name in ("width", "height") if (size := _size(name, found[0]))
        )
        if drawn := _drawn(address):
            return f'<img src="{way.keep(*drawn)}" {told}>'
        if kept := way.kept(address):
            file, ours = kept
            is_shown = file.suffix.lower() in SHOWN or not file.suffix
            return f'<img src="{ours}" {told}>' if is_shown else f'<a href="{ours}">{escape(alt or file.name)}</a>'
        address = way.whole(address)
        missing.append(address[:200])
        is_there = address.startswith(("http://", "https://"))
        return f'<a href="{escape(address)}">{escape(alt or address)}</a>' if is_there else escape(alt)

    def link(found: re.Match[str]) -> str:
        address = unescape(found[3]).strip()
        if there := way.lead(address):
            return f'{found[1]}"{escape(there)}"'
        is_page = Path(address.partition("#")[0]).suffix.lower() in ENDINGS
        is_ours = not _scheme(address) and not address.startswith(("#", "/help/", "//")) and not is_page
        kept = way.kept(address) if is_ours or "attachments/" in address else None
        return f'{found[1]}"{kept[1] if kept else escape(way.whole(address))}"'

    def frame(found: re.Match[str]) -> str:
        return _played(way.whole(unescape(found[1])))

    def media(found: re.Match[str]) -> str:
        address = _of("src", found[0])
        if kept := way.kept(address):
            return f'<p><a href="{kept[1]}">{escape(kept[0].name)}</a></p>'
        return _played(way.whole(address)) if address else ""

    html = MEDIA.sub(media, FRAME.sub(frame, html))
    return LINKED.sub(link, IMAGE.sub(image, html)), missing


def _played(address: str) -> str:
    """As a film, or as a link where no player is known."""
    return film(address) if player(address) else f'<p><a href="{escape(address)}">{escape(address)}</a></p>'


def _of(name: str, tag: str) -> str:
    found = re.search(rf"(?<![\w-]){name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", tag, re.I)
    return unescape(next(filter(None, found.groups()), "")) if found else ""


def _size(name: str, tag: str) -> str:
    said = _of(name, tag).removesuffix("px")
    return said if said.isdecimal() and len(said) < 5 else ""


def _drawn(address: str) -> tuple[str, bytes] | None:
    """A picture that stands in the address itself."""
    found = DATA.fullmatch(address.strip())
    if found is None or f".{found[1].lower()}" not in SHOWN:
        return None
    try:
        content = b64decode(found[3]) if found[2] else unquote_to_bytes(found[3])
    except ValueError:
        return None
    return (f"picture.{found[1].lower()}", content) if content else None


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme
    except ValueError:
        return "?"
