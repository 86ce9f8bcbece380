"""Files with questions, as others write them: CSV with a first line of names, a list in JSON, or JSON line by line."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal

LARGEST = 10_000_000  # bytes of a file
ARTICLES = (
    "articles",
    "article",
    "expected",
    "expected_articles",
    "expected_article",
    "answers",
    "article_id",
    "article_ids",
)
NAMES = {
    "question": ("question", "words", "text", "query"),
    "articles": ARTICLES,
    "language": ("language", "lang", "locale"),
    "key": ("id", "key", "number"),
}
_LIST = re.compile(r'\s*(?:\{\s*"questions"\s*:\s*)?\[')


class Row(NamedTuple):
    """A question as it stands in a file. `articles` is None where the file does not say what answers it."""

    line: int
    question: Any
    language: Any
    articles: Any
    key: Any


def rows(content: bytes) -> list[Row]:
    """Everything in a file, unchecked. Raises ValidationError("file") or ("LINE.file") when it cannot be read at all."""
    if len(content) > LARGEST:
        raise _refused(_("A file has at most %d MB.") % (LARGEST // 1_000_000))
    text = _decoded(content)
    if not text.strip():
        raise _refused(_("The file is empty."))
    return list(_of_json(text) if text.lstrip()[0] in "[{" else _of_csv(text))


def _decoded(content: bytes) -> str:
    name = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _refused(_("This is not UTF-8. Save the file as UTF-8."), line=line) from None


def _of_csv(text: str) -> Iterator[Row]:
    first = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    columns: dict[str, int] | None = None
    ended = 0
    try:
        for cells in reader:
            line, ended = ended + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = _columns(cells, line)
                width = len(cells)
                continue
            if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                says = _(
                    "It has %(many)d cells, and the first line names %(few)d: put what has commas in quotation marks."
                )
                raise _refused(says % {"many": len(cells), "few": width}, line=line)
            cells += [""] * (width - len(cells))
            yield Row(line, *(cells[columns[name]] if name in columns else None for name in Row._fields[1:]))
    except csv.Error as error:
        raise _refused(_("This is not CSV: %s.") % error, line=ended + 1) from None


def _columns(cells: list[str], line: int) -> dict[str, int]:
    said = [cell.strip().lower().replace(" ", "_") for cell in cells]
    found = {
        name: next(said.index(each) for each in names if each in said)
        for name, names in NAMES.items()
        if set(names) & set(said)
    }
    if "question" not in found:
        raise _refused(_("The first line names the columns. One of them must be “question”."), line=line)
    return found


def _of_json(text: str) -> Iterator[Row]:
    for line, value in values(text):
        if isinstance(value, str):
            yield Row(line, value, None, None, None)
        elif isinstance(value, Mapping):
            yield _row(line, value)
        else:
            raise _refused(_("This is neither a question nor an object with one."), line=line)


def _row(line: int, value: Mapping[str, Any]) -> Row:
    """What is there but empty says that nobody knows; what is not there says nothing."""
    found = {name: next((value[each] for each in names if each in value), None) for name, names in NAMES.items()}
    if found["articles"] is None and any(each in value for each in ARTICLES):
        found["articles"] = []
    return Row(line, *(found[name] for name in Row._fields[1:]))


def values(text: str) -> Iterator[tuple[int, Any]]:
    """Each question of a list, alone or as an object's “questions”, or of the lines; with the line that it begins in."""
    if not (start := _LIST.match(text)):
        lines = ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())
        yield from ((number, _loaded(line, number)) for number, line in lines)
        return
    _loaded(text, 1)  # from here on nothing can be wrong with it
    decoder, at = json.JSONDecoder(), _after(text, start.end())
    while text[at] != "]":
        line = text.count("\n", 0, at) + 1
        value, at = decoder.raw_decode(text, at)
        yield line, value
        at = _after(text, at)
        at = _after(text, at + 1) if text[at] == "," else at


def _loaded(text: str, line: int) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        says = _("This is not JSON: %s.") % error.msg
        raise _refused(says, line=line + error.lineno - 1) from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, lists in lists in lists
        raise _refused(_("This is not JSON: %s.") % str(error)[:200], line=line) from None


def _after(text: str, at: int) -> int:
    """The place of what follows the space there."""
    return next((place for place in range(at, len(text)) if text[place] not in " \t\r\n"), len(text))


def _refused(says: str, *, line: int = 0) -> ValidationError:
    return refusal(f"{line}.file" if line else "file", says, "unreadable")
