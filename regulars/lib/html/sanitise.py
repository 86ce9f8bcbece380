"""HTML from strangers cut down to what can only be read: an allow-list of elements, attributes, styles and addresses.

What is left is still shown in a sandboxed frame with its own content policy, which also keeps remote pictures out until
the reader asks for them. Classes and ids survive only where mail programs mark quotes and signatures with them.
"""

import re

import nh3

from regulars.lib.html.allowed import ATTRIBUTES, CLASSES, DROPPED_WITH_CONTENT, IDS, MARKERS, SCHEMES, STYLES, TAGS
from regulars.lib.html.tamed import tamed

LONGEST = 2_000_000  # characters
MOST_LINKS = 5000

CALLS = r"(?:url|expression|image-set|cross-fade|element|attr)\s*\("
CALL = re.compile(CALLS, re.I)
CALLING = re.compile(rf"[\w-]+:[^;]*{CALLS}[^;]*;?", re.I)
PULLED_AWAY = re.compile(r"margin[^;\"'>]{0,80}?-\s*[\d.]", re.I)
NEGATIVE_MARGIN = re.compile(r"margin(?:-\w+)?:[^;]*-[^;]*;?", re.I)
RASTER = re.compile(r"\s*data:image/(?:png|jpe?g|gif|webp|bmp|avif)\s*;\s*base64,", re.I)
BLANKS = re.compile(r"[\x00-\x20]+")  # browsers overlook them in a scheme
LINK = re.compile(r'<a (?:[^>"]|"[^"]*")*>')


def sanitise(html: str) -> str:
    """HTML that cannot run, submit, load a frame, cover anything or leave its place."""
    html = tamed(html[:LONGEST])
    needs_care = "data:image" in html or PULLED_AWAY.search(html) or CALL.search(html)
    clean = (_CAREFUL if needs_care else _QUICK).clean(html)
    return _without_surplus_links(clean) if clean.count("<a ") > MOST_LINKS else clean


def _absolute(url: str) -> str | None:
    """Relative addresses lead nowhere in a letter, except to a place in it or to a forgotten `http://`."""
    if url.startswith("#"):
        return url
    return f"http://{url}" if url.lower().startswith("www.") else None


def _considered(tag: str, attribute: str, value: str) -> str | None:
    if attribute in {"src", "href"} and BLANKS.sub("", value).lower().startswith("data:"):
        return value if tag == "img" and attribute == "src" and RASTER.match(value) else None
    return CALLING.sub("", NEGATIVE_MARGIN.sub("", value)) if attribute == "style" else value


def _without_surplus_links(html: str) -> str:
    """The first 5000 links; later ones keep their text."""
    seen = iter(range(len(html)))
    return LINK.sub(lambda link: link[0] if next(seen) < MOST_LINKS else "<a>", html)


_ALLOWED = {
    "tags": TAGS,
    "clean_content_tags": DROPPED_WITH_CONTENT,
    "attributes": ATTRIBUTES,
    "allowed_classes": dict.fromkeys(TAGS, CLASSES),
    "tag_attribute_values": {
        **{tag: {"id": IDS} for tag in ("span", "hr", "p", "table", "td")},
        "div": {"id": IDS, **MARKERS},
        "blockquote": {"id": IDS, "type": {"cite"}},
    },
    "set_tag_attribute_values": {"a": {"target": "_blank"}},
    "link_rel": "noopener noreferrer nofollow",
    "filter_style_properties": STYLES,
    "url_relative": _absolute,
}
_QUICK = nh3.Cleaner(**_ALLOWED, url_schemes=SCHEMES)
_CAREFUL = nh3.Cleaner(**_ALLOWED, url_schemes=SCHEMES | {"data"}, attribute_filter=_considered)
