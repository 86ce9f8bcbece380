"""What one version says and another did not, paragraph by paragraph and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from regulars.knowledge.safe import plain

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
MOST_WORDS = 4000  # of a paragraph compared word by word: longer ones are shown whole


def differences(before: str, after: str) -> list[tuple[str, SafeString]]:
    """Lines of both HTML texts as (“same”, “gone”, “new”, “changed”) with what is marked in them."""
    old, new = plain(before).split("\n"), plain(after).split("\n")
    return list(_lines([each for each in old if each.strip()], [each for each in new if each.strip()]))


def _lines(old: list[str], new: list[str]) -> Iterator[tuple[str, SafeString]]:
    for what, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = old[from_old:to_old], new[from_new:to_new]
        if what == "equal":
            yield from (("same", format_html("{}", line)) for line in gone)
            continue
        pairs = min(len(gone), len(come))
        yield from (("changed", _marked(one, other)) for one, other in zip(gone, come, strict=False))
        yield from (("gone", format_html("<del>{}</del>", line)) for line in gone[pairs:])
        yield from (("new", format_html("<ins>{}</ins>", line)) for line in come[pairs:])


def _marked(one: str, other: str) -> SafeString:
    old, new = WORDS.findall(one), WORDS.findall(other)
    if len(old) + len(new) > MOST_WORDS:
        return format_html("<del>{}</del> <ins>{}</ins>", one, other)
    pieces = []
    for what, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[from_old:to_old]), "".join(new[from_new:to_new])
        if what == "equal":
            pieces.append(format_html("{}", gone))
            continue
        pieces += [format_html("<del>{}</del>", gone)] * bool(gone) + [format_html("<ins>{}</ins>", come)] * bool(come)
    return mark_safe("".join(pieces))  # noqa: S308 - each piece was escaped above
