"""HTML as a person would type it: paragraphs, lists, tables row by row, links with their address, quotes with `> `."""

import re
from html import unescape

from regulars.lib.html.sanitise import sanitise
from regulars.lib.html.text_writer import TextWriter

TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>|([^<]+)|<')
STYLE = re.compile(r'style="([^"]*)"')
HREF = re.compile(r'href="([^"]*)"')
ALT = re.compile(r'alt="([^"]*)"')
HIDDEN = re.compile(
    r"display:\s*none|visibility:\s*hidden|opacity:\s*0(?:\.0+)?\s*(?:;|$)|max-height:\s*0(?:px)?\s*(?:;|$)"
    r"|font-size:\s*0(?:px|pt|em|%)?\s*(?:;|$)"
)
WITHOUT_END = {"br", "img", "hr", "col", "wbr"}
NOTHING_LOST = {"a", "br", "div", "p", "span", "wbr"}
STYLE_THAT_SAYS_SOMETHING = re.compile(
    r"(?<![\w-])(?:background|border|color|font-weight|font-style|text-decoration|display|float)[\w-]*:", re.I
)


def text_from_html(html: str) -> str:
    """The readable text of any HTML, without scripts, styles and what is hidden."""
    return text_from_clean_html(sanitise(html))


def text_from_clean_html(clean: str) -> str:
    """The same for HTML that `sanitise` returned, which is well formed."""
    writer = TextWriter()
    skipping, depth = "", 0  # inside a hidden element: its tag, and how many of that tag are open
    for closing, tag, attributes, words in TOKEN.findall(clean):
        if skipping:
            depth += (tag == skipping) * (-1 if closing else 1)
            skipping = skipping if depth else ""
        elif words:
            writer.words(unescape(words) if "&" in words else words)
        elif closing:
            writer.close(tag)
        elif tag not in WITHOUT_END and "style" in attributes and _is_hidden(attributes):
            skipping, depth = tag, 1
        elif tag:
            writer.open(tag, href=_value(HREF, attributes), alt=_value(ALT, attributes))
    return writer.text()


def is_plain(html: str) -> bool:
    """Whether sanitised HTML says nothing that its plain text would lose, so that the text may be shown in its place."""
    for closing, tag, attributes, _ in TOKEN.findall(html):
        if tag and tag not in NOTHING_LOST:
            return False
        if not closing and STYLE_THAT_SAYS_SOMETHING.search(_value(STYLE, attributes)):
            return False
    return True


def _is_hidden(attributes: str) -> bool:
    return bool(HIDDEN.search(_value(STYLE, attributes)))


def _value(pattern: re.Pattern[str], attributes: str) -> str:
    found = pattern.search(attributes) if attributes else None
    return unescape(found[1]) if found else ""
