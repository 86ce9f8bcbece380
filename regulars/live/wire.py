"""What goes over the wire to an open page: server-sent events."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

START = b"retry: 2000\n\n"  # milliseconds before a page comes back


class Notice(NamedTuple):
    """Something changed: its position on the timeline (None when nothing remembers it), its topics, its bytes."""

    id: int | None
    topics: frozenset[str]
    bytes: bytes

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Notice":
        id = told.get("id")
        return cls(None if id is None else int(id), frozenset(told["topics"]), event("change", told, id=id))


def event(name: str, facts: dict[str, Any], *, id: int | None = None) -> bytes:
    """One server-sent event. With an id, the page comes back to this place after a drop."""
    place = "" if id is None else f"id: {id}\n"
    return f"{place}event: {name}\ndata: {json.dumps(facts, separators=(',', ':'))}\n\n".encode()


def hello(position: int) -> bytes:
    return event("hello", {"position": position}, id=position)


def joined(notices: Iterable[Notice]) -> bytes:
    return b"".join(notice.bytes for notice in notices)


HEARTBEAT = event("ping", {})  # no comment: pages shall notice when none comes any more
RESYNC = Notice(None, frozenset(), event("resync", {}))
