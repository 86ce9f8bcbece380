"""One message as Segment's libraries send it, read into what we keep of it."""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from regulars.customers.junk import is_junk
from regulars.lib.texts import one_line, storable

KINDS = {
    "t": "track", "p": "page", "s": "screen", "i": "identify", "g": "group", "a": "alias",
}  # fmt: skip
LONGEST_ID, LONGEST_NAME, LARGEST = 300, 200, 32 * 1024  # characters; bytes of one message
DEEPEST = 40  # objects and lists in each other
OLDEST = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_MONTH = date(2016, 1, 1)  # with a table of its own: all that is older lies in it
_DAY = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?=\D|$)", re.ASCII)
ANALYTICS = (
    "analytics",
    "statistics",
    "performance",
    "measurement",
)  # what consent to this is called, by those who ask for it


class NotAMessage(ValueError):
    """What is wrong with it, for whoever sent it."""


@dataclass(frozen=True)
class Message:
    kind: str
    user: str
    anonymous: str
    deed: str  # what was done; nothing for identify, group and alias
    at: datetime
    month: date
    digest: UUID
    properties: dict[str, Any] = field(default_factory=dict)
    traits: dict[str, Any] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)
    previous: str = ""  # alias: whom they were known as
    consents: bool | None = None  # None: nothing was said

    @property
    def who(self) -> str:
        return self.user or self.anonymous


def read(given: Any, *, source: int, came_at: datetime, sent_at: datetime | None = None) -> Message:
    """The message that is meant. Raises NotAMessage."""
    if not isinstance(given, dict):
        raise NotAMessage("a message is an object")
    if len(json.dumps(given, ensure_ascii=False).encode("utf-8", "replace")) > LARGEST:
        raise NotAMessage(f"a message has at most {LARGEST} bytes")
    kind = given.get("type")
    if kind not in KINDS.values():
        raise NotAMessage("type: track, page, screen, identify, group or alias")
    context = _object(given, "context")
    original, told = _moment(given, "originalTimestamp"), _moment(given, "timestamp")
    told_at, sent_at = original or told, _moment(given, "sentAt") or sent_at
    if given.get("receivedAt") and told:  # passed on by whoever received it and set its time right
        told_at, sent_at = told, None
    user, anonymous = _who(given.get("userId")), _who(given.get("anonymousId"))
    if not user and not anonymous:
        raise NotAMessage("userId or anonymousId: say who, by an id that is one person's")
    at = _at(told_at, sent_at, came_at)
    return Message(
        kind=kind,
        user=user,
        anonymous=anonymous,
        deed=_deed(given, kind),
        at=at,
        month=_month(told_at, at, came_at),
        digest=_digest(given, source, told_at, kind),
        properties=_properties(given, kind, context),
        traits=cleaned(_object(given, "traits") or _object(context, "traits")),
        context=context,
        previous=_who(given.get("previousId")) if kind == "alias" else "",
        consents=_consents(context),
    )


def moment(said: Any) -> datetime | None:
    """An instant as ISO 8601, UTC where no zone is named; None of anything else."""
    try:
        found = datetime.fromisoformat(_padded(said)) if isinstance(said, str) and len(said) <= 64 else None
        # Near the ends of all time nothing can be reckoned.
        found = found if found and 1900 <= found.year < 3000 else None
        return found and (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _padded(said: str) -> str:
    """“2015-2-02T…”, as some examples have it, in two digits each."""
    return _DAY.sub(lambda found: f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}", said)


def _moment(given: dict[str, Any], name: str) -> datetime | None:
    if given.get(name) in (None, ""):
        return None
    if (found := moment(given[name])) is None:
        raise NotAMessage(f"{name}: write the time as 2026-05-14T11:03:00Z")
    return found


def _at(told_at: datetime | None, sent_at: datetime | None, came_at: datetime) -> datetime:
    """When it was done, by our clock: a sender's clock that is wrong is as wrong about when it sent."""
    if told_at is None:
        return came_at
    at = came_at - (sent_at - told_at) if sent_at else told_at
    if at < OLDEST:
        raise NotAMessage("timestamp: before 1970")
    return min(at, came_at)


def _month(told_at: datetime | None, at: datetime, came_at: datetime) -> date:
    """By what was told, which is the same each time it is told, unless that clock is wrong by more than a day."""
    told = told_at if told_at and abs(told_at - at) <= timedelta(days=1) else came_at
    return max(told.date().replace(day=1), FIRST_MONTH)


def _who(said: Any) -> str:
    if isinstance(said, bool) or not isinstance(said, str | int):
        return ""
    word = storable(str(said)).strip()
    if len(word) > LONGEST_ID:
        raise NotAMessage(f"an id has at most {LONGEST_ID} characters")
    return "" if is_junk(word) else word


def _deed(given: dict[str, Any], kind: str) -> str:
    if kind != "track":
        return kind if kind in ("page", "screen") else ""
    said = given.get("event")
    name = one_line(storable(said), limit=LONGEST_NAME) if isinstance(said, str) else ""
    if not name:
        raise NotAMessage("event: say in 1 to 200 characters what was done")
    return name


def _properties(given: dict[str, Any], kind: str, context: dict[str, Any]) -> dict[str, Any]:
    kept = cleaned(_object(given, "properties"))
    if kind in ("page", "screen"):
        here = cleaned(_object(context, "page"))
        kept = {name: here[name] for name in ("path", "url", "title", "referrer") if name in here} | kept
        said = {name: given[name] for name in ("name", "category") if isinstance(given.get(name), str)}
        kept = {name: storable(value)[:LONGEST_NAME] for name, value in said.items()} | kept
    return kept


def _digest(given: dict[str, Any], source: int, told_at: datetime | None, kind: str) -> UUID:
    """Two messages of one kind with one id are one; without an id, two that say the same of the same time."""
    named = given.get("messageId")
    if not named and not told_at:
        return uuid4()
    plain = f"{kind}:{named}" if named else json.dumps({**given, "sentAt": None}, sort_keys=True)
    return UUID(bytes=hashlib.md5(f"{source}:{plain}".encode("utf-8", "replace"), usedforsecurity=False).digest())


def _consents(context: dict[str, Any]) -> bool | None:
    said = _object(_object(context, "consent"), "categoryPreferences")
    words = [value for name, value in said.items() if str(name).lower() in ANALYTICS and isinstance(value, bool)]
    return all(words) if words else None


def _object(given: dict[str, Any], name: str) -> dict[str, Any]:
    found = given.get(name)
    return found if isinstance(found, dict) else {}


def cleaned(given: Any, *, levels: int = DEEPEST) -> Any:
    """Without what JSON in PostgreSQL cannot hold. Raises NotAMessage for what is nested too deeply."""
    if isinstance(given, dict | list) and not levels:
        raise NotAMessage(f"nested deeper than {DEEPEST} levels")
    if isinstance(given, dict):
        return {storable(str(name)): cleaned(value, levels=levels - 1) for name, value in given.items()}
    if isinstance(given, list):
        return [cleaned(each, levels=levels - 1) for each in given]
    if isinstance(given, str):
        return storable(given)
    return None if isinstance(given, float) and not math.isfinite(given) else given
