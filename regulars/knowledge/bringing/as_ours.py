"""The HTML of an article from elsewhere as it is kept here: callouts, films and files as ours, and links that lead on."""

from __future__ import annotations

import re

from regulars.knowledge.bringing.anchors import led
from regulars.knowledge.bringing.boxes import with_boxes
from regulars.knowledge.bringing.pictures import Way, with_files

EMPTY = re.compile(r"<p\b[^>]*>(?:\s|&nbsp;|\xa0|<br\s*/?>)*</p>", re.I)  # what editors leave for the sake of distance


def as_ours(html: str, way: Way) -> tuple[str, list[str]]:
    """Not safe yet; and the addresses of pictures that are not here."""
    return with_files(led(EMPTY.sub("", with_boxes(html))), way)
