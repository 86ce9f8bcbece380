"""Articles as search reads them: a passage for what stands below each heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regulars.knowledge.models import Passage, Translation
from regulars.knowledge.safe import plain
from regulars.lib.texts import one_line

HEADING = re.compile(r"<h[2-4] id=\"([^\"]*)\">(.*?)</h[2-4]>", re.S)


def write_passages(translation: Translation) -> None:
    """Let search read what readers see of this translation: nothing of it while it is not published."""
    Passage.objects.filter(translation=translation).delete()
    if translation.is_published:
        several = enumerate(_parts(translation.html))
        Passage.objects.bulk_create(
            Passage(translation=translation, position=position, anchor=anchor, heading=heading, text=text)
            for position, (anchor, heading, text) in several
        )


def _parts(html: str) -> Iterator[tuple[str, str, str]]:
    first, *rest = HEADING.split(html)
    if text := plain(first):
        yield "", "", text
    for anchor, heading, below in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        yield anchor, one_line(plain(heading), limit=300), plain(below)
