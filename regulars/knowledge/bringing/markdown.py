"""Markdown as HTML: CommonMark with tables, and the two usual ways to write a callout."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt

KINDS = {"note": "note", "info": "note", "important": "note", "tip": "tip", "hint": "tip", "success": "tip",
         "warning": "warning", "caution": "warning", "danger": "warning", "alert": "warning"}  # fmt: skip
ALERT = re.compile(r"<blockquote>\s*<p>\[!(\w+)\][ \t]*(?:<br ?/?>)?\n?(.*?)</blockquote>", re.S)
FENCED = re.compile(r"^(:{3,})[ \t]*\{?(\w+)\}?[^\n]*\n(.*?)^\1[ \t]*$", re.S | re.M)
CODE = re.compile(r"(^(`{3,}|~{3,}).*?^\2[`~]*[ \t]*$)", re.S | re.M)


def html_of(text: str) -> str:
    """Not safe yet: HTML that stands in the text is in it as it was written."""
    html = _reader().render(_with_boxes(text))
    return ALERT.sub(_box, html)


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def _with_boxes(text: str) -> str:
    """`:::tip` … `:::`, but not in a block of code, where somebody may be telling of it."""
    pieces = CODE.split(text)[::3]
    codes = [found[0] for found in CODE.finditer(text)] + [""]
    return "".join(FENCED.sub(_fenced, piece) + code for piece, code in zip(pieces, codes, strict=False))


def _fenced(found: re.Match[str]) -> str:
    kind = KINDS.get(found[2].lower())
    return f'\n<aside data-callout="{kind}">\n\n{found[3]}\n\n</aside>\n\n' if kind else found[0]


def _box(found: re.Match[str]) -> str:
    kind, words = KINDS.get(found[1].lower()), found[2]
    words = re.sub(r"\A\s*</p>", "", words) if re.match(r"\s*</p>", words) else f"<p>{words}"
    return f'<aside data-callout="{kind}">{words}</aside>' if kind else found[0]
