"""The HTML of an article as Markdown. What Markdown has no words for stays HTML, which Markdown allows."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

WRAPS = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "code": "`"}
RAW = {"table", "figure", "details", "dl"}
ESCAPED = re.compile(r"([\\`*_\[\]<>])")
AT_START = re.compile(r"^(\s*\d*)([#+.)-])(?=[\s#])", re.M)  # what would begin a list or a heading
ALONE = {"img", "br", "hr", "col", "wbr"}


def markdown_of(clean: str) -> str:
    """Of what `safe` returned."""
    writer = _Writer()
    writer.feed(clean)
    writer.close()
    return writer.text()


class _Writer(HTMLParser):
    """Blocks as a stack: each open one gathers its inline text, and lines of its own when it closes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []  # done, at the outermost level
        self.open: list[
            tuple[str, str, list[str], list[str]]
        ] = []  # tag, what is said of it, inline text, blocks within
        self.links: list[str] = []
        self.counts: list[int] = []
        self.raw = ""
        self.depth = 0  # of raw elements
        self.is_code = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attributes}
        if self.depth or tag in RAW:
            if not self.depth:
                self._paragraph()
            self.depth += tag not in ALONE
            self.raw += self.get_starttag_text() or ""
        elif tag in ("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "aside", "pre"):
            self._paragraph()
            self.open.append((tag, facts.get("data-callout", ""), [], []))
            self.counts += [0] if tag in ("ul", "ol") else []
            self.is_code |= tag == "pre"
        elif tag == "a":
            self.links.append(facts.get("href", ""))
            self._say("[")
        elif tag == "img":
            self._say(f"![{_plain(facts.get('alt', ''))}]({facts.get('src', '')})")
        elif tag in ("br", "hr"):
            self._say("  \n") if tag == "br" else (self._paragraph(), self._block("---"))
        elif tag == "code" and self.is_code:
            name, _about, inline, within = self.open[-1]
            self.open[-1] = (name, facts.get("class", "").removeprefix("language-"), inline, within)
        elif tag in WRAPS:
            self._say(WRAPS[tag])

    def handle_endtag(self, tag: str) -> None:
        if self.depth:
            self.raw += f"</{tag}>"
            self.depth -= 1
            if not self.depth:
                self._block(self.raw)
                self.raw = ""
        elif tag == "a" and self.links:
            self._say(f"]({self.links.pop()})")
        elif tag in WRAPS and not self.is_code:
            self._say(WRAPS[tag])
        elif self.open and self.open[-1][0] == tag:
            self._close()

    def handle_data(self, words: str) -> None:
        if self.depth:
            self.raw += escape(words, quote=False)
        elif self.is_code:
            self._say(words)
        else:
            self._say(_plain(re.sub(r"\s+", " ", words)))

    def text(self) -> str:
        while self.open:
            self._close()
        return "\n\n".join(block for block in self.blocks if block.strip()) + "\n"

    def _say(self, words: str) -> None:
        if not self.open and words.strip():
            self.open.append(("p", "", [], []))
        if self.open:
            self.open[-1][2].append(words)

    def _block(self, words: str) -> None:
        (self.open[-1][3] if self.open else self.blocks).append(words)

    def _paragraph(self) -> None:
        """Words that stood in a block before another block began are a block of their own."""
        if self.open and self.open[-1][0] == "p":
            self._close()
        elif self.open and (words := "".join(self.open[-1][2]).strip()):
            self.open[-1][2].clear()
            self.open[-1][3].append(words)

    def _close(self) -> None:
        tag, about, inline, within = self.open.pop()
        words = "".join(inline)
        words = words if tag == "pre" else AT_START.sub(r"\1\\\2", words.strip()) if tag == "p" else words.strip()
        parts = [*within, words] if words.strip() else within
        if tag in ("ul", "ol"):
            self.counts.pop()
            self._block("\n".join(parts))
        elif tag == "li":
            self._item("\n\n".join(parts) if any(each.startswith(("```", "|")) for each in parts) else "\n".join(parts))
        elif tag == "pre":
            self.is_code = False
            fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", words + "`")))
            self._block(f"{fence}{about}\n{words.rstrip(chr(10))}\n{fence}")
        elif tag in ("blockquote", "aside"):
            lines = [f"[!{about.upper()}]"] * bool(about) + "\n\n".join(parts).split("\n")
            self._block("\n".join(f"> {line}".rstrip() for line in lines))
        else:
            mark = f"{'#' * int(tag[1])} " if tag.startswith("h") else ""
            self._block(mark + "\n\n".join(parts))

    def _item(self, words: str) -> None:
        is_ordered = bool(self.open) and self.open[-1][0] == "ol"
        if self.counts:
            self.counts[-1] += 1
        mark = f"{self.counts[-1]}. " if is_ordered and self.counts else "- "
        first, *rest = words.split("\n")
        self._block("\n".join([mark + first, *(" " * len(mark) + line if line else "" for line in rest)]))


def _plain(words: str) -> str:
    return ESCAPED.sub(r"\\\1", words)
