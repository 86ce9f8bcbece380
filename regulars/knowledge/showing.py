"""An article as readers see it: what `safe` kept, dressed for the page. Nothing here lets anything new in."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urlsplit

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulars.knowledge.films import PLAYERS, player
from regulars.ui.icons import icon

HEADING = re.compile(r'<h([2-4]) id="([^"]*)">(.*?)</h\1>', re.S)
CALLOUT = re.compile(r'<aside data-callout="(\w+)"([^>]*)>')
FILM = re.compile(r'<figure data-video="([^"]*)">.*?</figure>', re.S)
FILE = re.compile(r'<a href="(/help/files/[^"]*)"')
PLAYER = re.compile(r'<film-player src="([^"]*)"')
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def shown(html: str) -> SafeString:
    """The HTML of a published article with anchors, named callouts, tables that scroll, and films that wait for a click."""
    html = HEADING.sub(_with_anchor, html)
    html = CALLOUT.sub(_named, html).replace("</aside>", "</div>")
    html = html.replace(
        "<table", f'<div class="scrolls" role="group" tabindex="0" aria-label="{escape(_("Table"))}"><table'
    )
    html = html.replace("</table>", "</table></div>").replace("<pre>", '<pre tabindex="0">')
    html = html.replace("<img ", '<img loading="lazy" decoding="async" ')
    html = FILE.sub(r'<a class="attached" href="\1"', html)
    return mark_safe(FILM.sub(_still, html))  # noqa: S308 - each part was sanitised, or is escaped here


def for_feeds(html: str, *, origin: str) -> str:
    """The HTML for those who read it elsewhere: its pictures and links are found from there, and XML may hold it."""
    parts = urlsplit(origin)
    return re.sub(r'(src|href)="/(?!/)', rf'\1="{parts.scheme}://{parts.netloc}/', NOT_XML.sub("", html))


def sources_of_films(shown: str) -> dict[str, list[str]]:
    """What the page must be allowed to load for its films, as directives of a content security policy."""
    frames, files = set(), set()
    for address in PLAYER.findall(shown):
        parts = urlsplit(unescape(address))
        origin = f"{parts.scheme}://{parts.netloc}"
        (frames if origin in PLAYERS else files).add(origin)
    allowed = {"frame-src": sorted(frames), "media-src": sorted(files)}
    return {name: ["'self'", *origins] for name, origins in allowed.items() if origins}


def _with_anchor(found: re.Match[str]) -> str:
    level, anchor, words = found.groups()
    link = f'<a class="anchor" href="#{anchor}" aria-label="{escape(_("Link to this part"))}">#</a>'
    return f'<h{level} id="{anchor}">{words}{link}</h{level}>'


def _named(found: re.Match[str]) -> str:
    kind, rest = found.groups()
    note = ("info", pgettext("callout", "Note"))
    sign, name = {"tip": ("check", _("Tip")), "warning": ("alert", _("Careful"))}.get(kind, note)
    return f'<div role="note" data-callout="{kind}"{rest}><p class="kind">{icon(sign)}{escape(name)}</p>'


def _still(found: re.Match[str]) -> str:
    """A place for the film; until somebody presses play, nobody else hears of this visit."""
    address = unescape(found[1])
    source, house = player(address), (urlsplit(address).hostname or "").removeprefix("www.")
    if not source:
        return found[0]
    kind = "frame" if source.startswith(PLAYERS) else "file"
    told = escape(_("It comes from %s, which learns of your visit only then.") % house)
    return (
        f'<film-player src="{escape(source)}" kind="{kind}" name="{escape(_("Film"))}"><figure data-video>'
        f'<a href="{escape(address)}" rel="noopener noreferrer"><span class="play">{icon("play")}</span>'
        f"<b>{escape(_('Play the film'))}</b><small>{told}</small></a></figure></film-player>"
    )
