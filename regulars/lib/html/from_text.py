"""Plain text as HTML: safe, with its paragraphs, line breaks and links."""

import re
from html import escape

LINK = re.compile(r"\bhttps?://[^\s<>\"']{1,2000}|\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
TAIL = re.compile(r"[.,;:!?\])}]*$")
PARAGRAPHS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def html_from_text(text: str) -> str:
    """`<p>` for each paragraph, `<br>` for each line, links for addresses of the web and of mail."""
    paragraphs = PARAGRAPHS.split(text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
    return "".join(f"<p>{_linked(paragraph)}</p>" for paragraph in paragraphs if paragraph.strip())


def _linked(paragraph: str) -> str:
    pieces, position = [], 0
    for found in LINK.finditer(paragraph):
        shown = found[0][: TAIL.search(found[0]).start()]
        if shown:
            pieces += (_escaped(paragraph[position : found.start()]), _link(shown))
            position = found.start() + len(shown)
    return "".join((*pieces, _escaped(paragraph[position:])))


def _link(shown: str) -> str:
    address = escape(shown if "://" in shown else f"mailto:{shown}")
    return f'<a href="{address}" rel="noopener noreferrer nofollow" target="_blank">{escape(shown)}</a>'


def _escaped(text: str) -> str:
    return escape(text).replace("  ", "&nbsp; ").replace("\n", "<br>")
