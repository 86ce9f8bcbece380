"""Callouts as others write them in HTML: a block whose class says that it is one."""

from __future__ import annotations

import re

KINDS = {"note": "note", "info": "note", "important": "note", "tip": "tip", "hint": "tip", "success": "tip",
         "warning": "warning", "caution": "warning", "danger": "warning", "alert": "warning", "error": "warning",
         "attention": "warning"}  # fmt: skip
SAYS = {"callout", "admonition", "alert", "notice", "note", "tip", "hint", "warning", "caution", "danger", "important"}
BLOCK = re.compile(r"<(/?)(div|aside|section|p)\b([^>]*)>", re.I)
CLASS = re.compile(r"(?<![\w-])class\s*=\s*[\"']([^\"']*)[\"']", re.I)


def with_boxes(html: str) -> str:
    """The HTML with such blocks as `aside[data-callout]`; a box within a box is a part of it."""
    if "class=" not in html:
        return html
    open_ones: list[tuple[str, str]] = []  # the tag, and what ends it

    def kept(found: re.Match[str]) -> str:
        tag, words = found[2].lower(), ""
        if found[1]:
            if not any(tag == each for each, _end in open_ones):
                return found[0]
            while open_ones:
                last, end = open_ones.pop()
                if last == tag:
                    return end or found[0]
        # Where a block begins, a paragraph has ended.
        ended = open_ones.pop()[1] if open_ones and open_ones[-1][0] == "p" else ""
        if tag != "aside" or "data-callout" not in found[3]:
            words = "" if any(end for _tag, end in open_ones) else kind_of(found[3])
        inner = "<p>" if tag == "p" else ""
        open_ones.append((tag, f"{inner and '</p>'}</aside>" if words else ""))
        return ended + (f'<aside data-callout="{words}">{inner}' if words else found[0])

    return BLOCK.sub(kept, html)


def kind_of(attributes: str) -> str:
    """Which callout a class means: `alert alert-info` and `intercom-interblocks-callout` are notes. "" for none."""
    found = CLASS.search(attributes)
    words = re.split(r"[\s_-]+", found[1].lower()) if found else []
    if not SAYS & set(words):
        return ""
    known = [each for each in words if each in KINDS]
    telling = [each for each in known if each not in ("alert", "hint")] or known
    return KINDS[telling[0]] if telling else "note"
