"""Pictures that an agent put into the text. The page shows them by their address, what is kept and sent by their Content-ID."""

from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import uuid4

from regulars.conversations.models import Attachment

SHOWN = re.compile(r'src="/attachments/(\d{1,18})/picture"')
KEPT = 'src="cid:{}"'


def fresh_content_id() -> str:
    return f"{uuid4().hex}@picture"


def numbers_within(html: str) -> list[int]:
    """The files that a page's HTML shows as pictures."""
    return [int(number) for number in SHOWN.findall(html)]


def as_kept(html: str, files: Iterable[Attachment]) -> str:
    """Pictures by their Content-ID. One that is not among the files loses its address, and is cleaned away."""
    known = {file.pk: file.content_id for file in files if file.content_id}
    return SHOWN.sub(lambda found: KEPT.format(known.get(int(found[1]), "")), html) if "/picture" in html else html


def as_shown(html: str, files: Iterable[Attachment]) -> tuple[str, list[Attachment]]:
    """Our HTML with its pictures where a page finds them, and the files that are not among them."""
    if "cid:" not in html:
        return html, list(files)
    beside = []
    for file in files:
        place = KEPT.format(file.content_id)
        if file.content_id and file.is_image and place in html:
            html = html.replace(place, f'src="/attachments/{file.pk}/picture"')
        else:
            beside.append(file)
    return html, beside
