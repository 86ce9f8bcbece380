"""Lines of plain text out of a stream of elements and words."""

import re

from regulars.lib.html.allowed import words

PARAGRAPHS = words("p h1 h2 h3 h4 h5 h6 ul ol dl table pre blockquote figure address")
BLOCKS = words(
    """article aside caption center dd details dir div dt figcaption footer header hgroup li main menu nav section summary
    tbody tfoot thead tr"""
)
BLANKS = re.compile(r"[ \t\r\n\f]+")
INVISIBLE = re.compile("[\u034f\u200b\ufeff\u00ad]+|(?:\u200c[ \u00a0]*){2,}")


class TextWriter:
    """Told what opens, closes and is said; keeps lines, quotes, lists and cells in order."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._is_blank_wanted = False
        self._quotes = self._quotes_before = 0
        self._lists: list[int | None] = []  # the next number of each open list, None for bullets
        self._links: list[tuple[str, int]] = []
        self._preformatted = 0

    def words(self, words: str) -> None:
        if self._preformatted:
            first, *rest = words.split("\n")
            self._line.append(first)
            for line in rest:
                self._end_line(even_empty=True)
                self._line.append(line)
            return
        words = BLANKS.sub(" ", words)
        if self._line and self._line[-1].endswith((" ", "\t", "\n")) or not self._line:
            words = words.lstrip(" ")
        if words:
            self._line.append(words)

    def open(self, tag: str, *, href: str = "", alt: str = "") -> None:
        if tag == "br":
            self._end_line(even_empty=True)
        elif tag in PARAGRAPHS:
            self._paragraph()
            self._open_paragraph(tag)
        elif tag == "li":
            self._bullet()
        elif tag in BLOCKS:
            self._end_line()
        elif tag in {"td", "th"}:
            if self._line:
                self._line.append("\t")
        elif tag == "hr":
            self._end_line()
            self._line.append("---")
            self._end_line()
        elif tag == "a":
            self._links.append((href, len(self._line)))
        elif tag == "img" and self._links and alt:
            self.words(alt)

    def close(self, tag: str) -> None:
        if tag in PARAGRAPHS:
            self._paragraph()
            self._close_paragraph(tag)
        elif tag in BLOCKS:
            self._end_line()
        elif tag == "a" and self._links:
            self._close_link(*self._links.pop())

    def text(self) -> str:
        """All of it, without blank lines at either end."""
        self._end_line()
        return "\n".join(self._lines).strip("\n").replace("\u00a0", " ")

    def _open_paragraph(self, tag: str) -> None:
        self._quotes += tag == "blockquote"
        self._preformatted += tag == "pre"
        if tag in {"ul", "ol"}:
            self._lists.append(1 if tag == "ol" else None)

    def _close_paragraph(self, tag: str) -> None:
        self._quotes = max(0, self._quotes - (tag == "blockquote"))
        self._preformatted = max(0, self._preformatted - (tag == "pre"))
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
            self._is_blank_wanted = not self._lists

    def _bullet(self) -> None:
        self._end_line()
        indent = "  " * max(0, len(self._lists) - 1)
        number = self._lists[-1] if self._lists else None
        self._line.append(f"{indent}{'- ' if number is None else f'{number}. '}")
        if number is not None:
            self._lists[-1] = number + 1

    def _close_link(self, href: str, opened_at: int) -> None:
        shown = "".join(self._line[opened_at:]).strip() if opened_at <= len(self._line) else ""
        address = href.removeprefix("mailto:").partition("?")[0] if href.startswith("mailto:") else href
        if address and not address.startswith(("#", "cid:")) and not _says_the_same(shown, address) and shown:
            self._line.append(f" ({address})")

    def _paragraph(self) -> None:
        self._end_line()
        self._is_blank_wanted = True

    def _end_line(self, *, even_empty: bool = False) -> None:
        line = INVISIBLE.sub("", "".join(self._line)).rstrip()
        self._line = []
        if not line and not even_empty:
            return
        prefix = "> " * self._quotes
        if self._is_blank_wanted and self._lines and self._lines[-1].strip("> "):
            self._lines.append(("> " * min(self._quotes, self._quotes_before)).rstrip())
        self._is_blank_wanted = False
        self._lines.append(f"{prefix}{line}".rstrip())
        self._quotes_before = self._quotes


def _says_the_same(shown: str, address: str) -> bool:
    return _bare(shown) == _bare(address)


def _bare(address: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", address.strip().lower()).removeprefix("tel:").rstrip("/")
