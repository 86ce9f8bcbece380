"""The HTML of articles: an allow-list of what editors need, and nothing but the list. Whatever wrote it, only this is kept.

Besides plain text, lists, tables and code: callouts (`aside[data-callout]`), films of the places in `films.py` as
`figure[data-video]` around a link, pictures and files of ours, and headings that have an id.
"""

from __future__ import annotations

import re

import nh3

from regulars.knowledge.films import film
from regulars.knowledge.slugs import slug_of
from regulars.lib.html import text_from_clean_html
from regulars.lib.html.allowed import words
from regulars.lib.html.tamed import tamed
from regulars.lib.texts import one_line, storable

LONGEST = 500_000  # characters
ROUNDS = 5  # what was taken out may leave something that a browser would mend: again until nothing changes
TAGS = words(
    """a aside b blockquote br caption code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd
    li mark ol p pre s samp span strike strong sub summary sup table tbody td tfoot th thead tr u ul var"""
)
DROPPED_WITH_CONTENT = words(
    "script style title noscript template textarea select option svg math iframe object embed audio video canvas frameset xml"
)
CALLOUTS = words("note warning tip")
FILES = "/help/files/"
OURS = re.compile(r"/help/files/[0-9a-f-]{36}(?:/[^\s/?#]*)?(?:#.*)?")
ARTICLE = re.compile(
    r"[^\s/\\?#:.@&]{1,240}(?:#\S*)?"
)  # the name of another article of this language, which stands beside this one
HEADING = re.compile(r"<h([2-4])(?: id=\"[^\"]*\")?>(.*?)</h\1>", re.S)
LOWER = re.compile(r"<(/?)h([1-6])(?=[\s>])")
WITHOUT_PICTURE = re.compile(r"<img(?![^>]* src=)[^>]*>")
FILM = re.compile(r"<figure data-video=\"([^\"]*)\">.*?</figure>", re.S)
ASIDE = re.compile(r"<aside(?P<attributes>[^>]*)>|</aside>")


def safe(html: str) -> str:
    """HTML that can only be read. Doing it twice changes nothing more."""
    clean = tamed(storable(html)[:LONGEST])
    for _round in range(ROUNDS):
        before, clean = clean, _cleaned(clean)
        if clean == before:
            break
    return clean


def plain(clean: str) -> str:
    """The readable text of what `safe` returned."""
    return text_from_clean_html(clean)


def headings(clean: str) -> list[tuple[int, str, str]]:
    """The headings in what `safe` returned: level (2 to 4), id, words."""
    found = re.findall(r"<h([2-4]) id=\"([^\"]*)\">(.*?)</h\1>", clean, re.S)
    return [(int(level), anchor, one_line(plain(words), limit=300)) for level, anchor, words in found]


def is_empty(clean: str) -> bool:
    return not plain(clean).strip() and "<img " not in clean and "data-video" not in clean


def _cleaned(html: str) -> str:
    clean = _with_films(_with_meant_asides(_lowered(_CLEANER.clean(html))))
    return _with_ids(WITHOUT_PICTURE.sub("", clean)).strip()


def _lowered(clean: str) -> str:
    """The page's title is its only h1; below h4 nothing is told apart any more."""
    if "<h1" in clean:
        return LOWER.sub(lambda found: f"<{found[1]}h{min(int(found[2]) + 1, 4)}", clean)
    return LOWER.sub(lambda found: f"<{found[1]}h{min(int(found[2]), 4)}", clean)


def _with_meant_asides(clean: str) -> str:
    """Without those that say nothing of themselves; what stands in them stays. They may stand in one another, as deep as one likes."""
    meant: list[bool] = []

    def kept(tag: re.Match[str]) -> str:
        if tag["attributes"] is not None:
            meant.append(bool(tag["attributes"]))
            return tag[0] if meant[-1] else ""
        return tag[0] if meant and meant.pop() else ""

    return ASIDE.sub(kept, clean)


def _with_films(clean: str) -> str:
    return FILM.sub(lambda found: film(found[1]), clean) if "data-video" in clean else clean


def _with_ids(clean: str) -> str:
    taken: set[str] = set()

    def named(found: re.Match[str]) -> str:
        words = slug_of(one_line(plain(found[2]), limit=100), limit=60) or "part"
        anchor, number = words, 1
        while anchor in taken:
            number += 1
            anchor = f"{words}-{number}"
        taken.add(anchor)
        return f'<h{found[1]} id="{anchor}">{found[2]}</h{found[1]}>'

    return HEADING.sub(named, clean)


def _considered(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src":
        return value if OURS.fullmatch(value) else None
    if attribute == "data-callout":
        return value if value in CALLOUTS else None
    if attribute in ("colspan", "rowspan", "start", "width", "height"):
        return value if value.isdecimal() and len(value) < 5 else None
    if attribute in ("lang", "class"):
        return value if re.fullmatch(r"[\w-]{1,32}", value) else None
    return value


def _relative(url: str) -> str | None:
    """Places in the article, and our own pages; a forgotten `https://` is put back."""
    if url.startswith("#") or ARTICLE.fullmatch(url) or (url.startswith("/") and not url.startswith(("//", "/\\"))):
        return url
    return f"https://{url}" if url.lower().startswith("www.") else None


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=DROPPED_WITH_CONTENT,
    attributes={
        "a": {"href"},
        "aside": {"data-callout"},
        "code": {"class"},  # language-python
        "figure": {"data-video"},
        "img": words("src alt width height"),
        "ol": {"start"},
        "td": words("colspan rowspan"),
        "th": words("colspan rowspan scope"),
        "details": {"open"},
        "*": words("lang dir"),
    },
    attribute_filter=_considered,
    link_rel="noopener noreferrer",
    url_schemes=words("http https mailto tel"),
    url_relative=_relative,
)
