"""Pictures within the text: every way in which HTML refers to a part, made one way, `src="cid:the-id"`."""

import re
from collections.abc import Iterable
from html import escape, unescape
from urllib.parse import unquote

SOURCE = re.compile(r"(\bsrc\s*=\s*[\"']?)([^\"'\s>]{1,500})", re.I)
REFERENCE = re.compile(r'"cid:([^"]{1,1000})"', re.I)


def reference(content_id: str) -> str:
    """How sanitised HTML refers to a part."""
    return f'"cid:{escape(content_id)}"'


def located(html: str, locations: Iterable[str]) -> str:
    """HTML as it came, with pictures that it names by their Content-Location named by `cid:`."""
    known = {location.lower(): location for location in locations if location}
    if not known:
        return html
    return SOURCE.sub(
        lambda found: f"{found[1]}cid:{found[2]}" if unescape(found[2]).lower() in known else found[0], html
    )


def unified(html: str, content_ids: Iterable[str]) -> str:
    """Sanitised HTML in which each id stands as its part spells it: not percent-encoded, not in other case."""
    known = {content_id.lower(): content_id for content_id in content_ids if content_id}
    if not known:
        return html

    def spelled(found: re.Match[str]) -> str:
        given = unescape(found[1])
        content_id = known.get(given.lower()) or known.get(unquote(given).lower())
        return reference(content_id) if content_id else found[0]

    return REFERENCE.sub(spelled, html)
