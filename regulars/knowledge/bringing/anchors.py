"""Places within an article: what others call them, and what they are called once `safe` has named the headings anew."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

from regulars.knowledge.safe import safe
from regulars.knowledge.slugs import slug_of
from regulars.lib.html import text_from_html
from regulars.lib.texts import one_line

MARK = re.compile(r"<h(?P<level>[1-6])\b[^>]*>(?P<words>.*?)</h(?P=level)>|<[^>]*>|[^<]+", re.S | re.I)
NAME = re.compile(r"(?<![\w-])(?:id|name)\s*=\s*(?:\"([^\"]+)\"|'([^']+)')", re.I)
KEPT = re.compile(r"<h[2-4] id=\"([^\"]*)\">")
HERE = re.compile(r"(<a\b[^>]*?\bhref=)([\"'])#(.+?)\2", re.I | re.S)


@lru_cache(maxsize=64)  # many link to parts of the same article
def anchors(html: str) -> dict[str, str]:
    """Where each place stands after `safe`: at a heading, or at the one that it follows; "" is the beginning.

    Places go by an id or name in the HTML, or by the words of a heading as GitHub and others write them.
    """
    if "<h" not in html.lower():
        return {}
    now = iter(KEPT.findall(safe(html)))
    found: dict[str, str] = {}
    heading, waiting = "", []  # names of what stands just before a heading mean that one
    for each in MARK.finditer(html):
        names = [unescape(one or other) for one, other in NAME.findall(each[0])] if each[0].startswith("<") else []
        if each["level"]:
            words = one_line(text_from_html(each["words"]), limit=300)
            heading = next(now, "") or slug_of(words, limit=60)
            names += _usual(words, found)
        elif names or each[0].startswith("<") or not each[0].strip():
            waiting += names
            continue
        found = dict.fromkeys([*waiting, *names], heading) | found
        waiting = []
    return dict.fromkeys(waiting, heading) | found


def led(html: str) -> str:
    """The HTML with its links to places of its own leading where these are now."""
    there = anchors(html) if HERE.search(html) else {}
    return (
        HERE.sub(lambda found: f'{found[1]}"#{there.get(unquote(unescape(found[3])), found[3])}"', html)
        if there
        else html
    )


def _usual(words: str, taken: dict[str, str]) -> list[str]:
    """The names that a heading gets from its words elsewhere: “What's new?” is `whats-new`, the second of them `whats-new-1`."""
    name = re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", words.lower()).strip())
    several = [name, re.sub(r"-+", "-", name).strip("-")]
    return [
        next(each for each in (one, *(f"{one}-{at}" for at in range(1, 100)), "") if each not in taken or not each)
        for one in several
    ]
