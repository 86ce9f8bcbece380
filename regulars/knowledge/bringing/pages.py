"""One file of a folder: what it says of itself above its text, what it is called, and its words as HTML."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import NamedTuple

from regulars.knowledge.bringing import front_matter, markdown
from regulars.lib.html import text_from_html
from regulars.lib.texts import decoded, one_line, storable

ENDINGS = {".md", ".markdown", ".mdx", ".html", ".htm"}
LARGEST = 2_000_000  # bytes of one file
LANDING = {"index", "readme", "_index"}  # what stands for its folder
NUMBERED = re.compile(r"\d{4}-\d\d-\d\d-(?=.)|\d{1,3}(?:[-_.]\s*|\s+)(?=\D)")  # before a name, to put files in order
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.S | re.I)
HEADING = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.S | re.I)
BODY = re.compile(r"<body[^>]*>(.*)</body>", re.S | re.I)


class Page(NamedTuple):
    """`title` is "" where the file does not say what it is called."""

    facts: front_matter.Facts
    title: str
    html: str


def page_of(file: Path) -> Page:
    """Raises ValueError for what is too large, OSError for what cannot be read."""
    if file.stat().st_size > LARGEST:
        raise ValueError("it is larger than 2 MB")
    facts, text = front_matter.split(storable(decoded(file.read_bytes())))
    is_html = file.suffix.lower() in (".html", ".htm")
    html = (BODY.search(text) or [text, text])[1] if is_html else markdown.html_of(text)
    title, own = front_matter.line(facts, "title", "page_name"), TITLE.search(text) if is_html else None
    heading = HEADING.search(html)
    if heading and heading[1] != "1":
        heading = None
    words = one_line(text_from_html(heading[2]), limit=200) if heading else ""
    title = one_line(title, limit=200) or words or one_line(text_from_html(unescape(own[1]) if own else ""), limit=200)
    if heading and words.casefold() == title.casefold():
        html = html[: heading.start()] + html[heading.end() :]
    return Page(facts, title or front_matter.line(facts, "sidebar_label", "nav_title"), html)


def name_of(written: str) -> str:
    """What a file or folder is called without saying so: `02-late_parcels` is “Late parcels”."""
    name = NUMBERED.sub("", written, count=1).strip("_-. ")
    plain = name.replace("-", " ").replace("_", " ")
    return plain[:1].upper() + plain[1:] if name == name.lower() and " " not in name else name
