"""What stands in a shop's JSON, taken out with care: anything may be missing, null or of another kind than it was yesterday."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from regulars.commerce.facts import Unreadable
from regulars.lib import money
from regulars.lib.texts import storable

Thing = Mapping[str, Any]
MOST = 100_000  # pieces of one line


def part(thing: Thing, *path: str) -> Thing:
    """What lies at the end of the path; nothing when there is no such thing."""
    for name in path:
        found = thing.get(name) if isinstance(thing, Mapping) else None
        thing = found if isinstance(found, Mapping) else {}
    return thing


def many(thing: Thing, name: str) -> list[Thing]:
    """The things in a list, also in one of Stripe's (`{"data": […]}`)."""
    found = thing.get(name)
    found = found.get("data") if isinstance(found, Mapping) else found
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def texts(thing: Thing, name: str) -> list[str]:
    """The texts in a list, or in one text between commas."""
    found = thing.get(name)
    found = found.split(",") if isinstance(found, str) else found if isinstance(found, list) else []
    return [storable(each).strip() for each in found if isinstance(each, str) and each.strip()]


def words(thing: Thing, *names: str) -> str:
    """The first of these that says something, as text."""
    for name in names:
        found = thing.get(name)
        if isinstance(found, str | int) and not isinstance(found, bool) and str(found).strip():
            return storable(str(found)).strip()
    return ""


def name_in(thing: Thing) -> str:
    return f"{words(thing, 'first_name')} {words(thing, 'last_name')}".strip()


def key(thing: Thing, name: str = "id") -> str:
    """An id. Raises Unreadable when there is none."""
    found = words(thing, name)
    if not found or len(found) > 128:
        raise Unreadable(f"There is no {name} in it.")
    return found


def whole(thing: Thing, name: str, otherwise: int = 0) -> int:
    """A number of pieces, none below zero."""
    found = thing.get(name)
    if isinstance(found, bool) or found is None:
        return otherwise
    try:
        number = int(float(found))
    except (TypeError, ValueError, OverflowError):
        raise Unreadable(f"“{name}” is no number: {str(found)[:40]}") from None
    if abs(number) > MOST:
        raise Unreadable(f"“{name}” is more than anybody buys: {number}")
    return max(number, 0)


def amount(thing: Thing, name: str, currency: str) -> int:
    """An amount that is written in the currency's own units: "12.30". Nothing is zero."""
    found = thing.get(name)
    if isinstance(found, bool | Mapping | list) or found is None or found == "":
        return 0
    try:
        return money.minor(found, currency)
    except ValueError as error:
        raise Unreadable(f"{name}: {error}") from None


def currency_of(thing: Thing, name: str = "currency") -> str:
    """Raises Unreadable when there is none."""
    try:
        return money.currency_code(thing.get(name))
    except ValueError as error:
        raise Unreadable(str(error)) from None


def when(thing: Thing, *names: str) -> datetime | None:
    """The first moment that is said. One without a zone is UTC. Raises Unreadable for what is no moment that anything happens at."""
    for name in names:
        found = thing.get(name)
        if found in (None, "", 0, False):
            continue
        try:
            said = _moment(found)
        except (ValueError, OverflowError, OSError):
            said = None
        if said is None or not 1900 <= said.year < 3000:  # near the end of all time no page could tell it
            raise Unreadable(f"“{name}” is no moment: {str(found)[:40]}")
        return said
    return None


def _moment(found: Any) -> datetime:
    if isinstance(found, int | float):
        return datetime.fromtimestamp(found, UTC)
    said = datetime.fromisoformat(str(found))
    return (said if said.tzinfo else said.replace(tzinfo=UTC)).astimezone(UTC)


def moment(thing: Thing, *names: str) -> datetime:
    """Raises Unreadable also when none is said."""
    found = when(thing, *names)
    if found is None:
        raise Unreadable(f"There is no {names[0]} in it.")
    return found
