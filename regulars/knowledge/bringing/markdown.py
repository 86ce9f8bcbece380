"""Markdown as HTML: CommonMark with tables, in the dialects of those who write help with it."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt

from regulars.knowledge.bringing.boxes import KINDS
from regulars.knowledge.bringing.dialects import plain_markdown

ALERT = re.compile(r"<blockquote>\s*<p>\[!(\w+)\][+-]?[ \t]*(?:<br ?/?>)?\n?(.*?)</blockquote>", re.S)
ADDRESS = re.compile(  # or what it may stand in and is none: links, code, remarks and tags
    r"<(?P<tag>a|pre|code)(?=[\s>]).*?(?:</(?P=tag)\s*>|\Z)|<!--.*?(?:-->|\Z)|</?[a-z](?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+>"
    r"|(?<![\w/=])(?P<address>https?://(?:[^\s<>\"'`&]|&amp;|&(?!amp;|quot;|lt;|gt;|apos;|nbsp;|#))*(?:[^\s<>\"'`&.,;:!?)\]]|&amp;))",
    re.S | re.I,
)


def html_of(text: str) -> str:
    """Not safe yet: HTML that stands in the text is in it as it was written."""
    return ADDRESS.sub(_link, ALERT.sub(_box, _reader().render(plain_markdown(text))))


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def _link(found: re.Match[str]) -> str:
    address = found["address"]
    return f'<a href="{address}">{address}</a>' if address else found[0]


def _box(found: re.Match[str]) -> str:
    kind, words = KINDS.get(found[1].lower()), found[2]
    words = re.sub(r"\A\s*</p>", "", words) if re.match(r"\s*</p>", words) else f"<p>{words}"
    return f'<aside data-callout="{kind}">{words}</aside>' if kind else found[0]
