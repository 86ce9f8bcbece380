"""A table of members, as another programme wrote them down. What columns there are, `docs/manual/loyalty.md` says."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.identities import email
from regulars.lib.tables import Line, Table, Wrong, moment
from regulars.lib.texts import one_line
from regulars.loyalty.models import Programme
from regulars.loyalty.periods import midnight
from regulars.loyalty.terms import MOST

COLUMNS = ("number", "email", "name", "joined", "points", "expires", "tier")
NEEDED = ("number",)
OTHER_NAMES = {
    "card": "number", "card_number": "number", "member": "number", "member_number": "number", "e_mail": "email", "mail": "email",
    "customer_name": "name", "joined_at": "joined", "member_since": "joined", "balance": "points", "expires_at": "expires",
}  # fmt: skip


@dataclass(frozen=True)
class Former:
    """A member, as they come along."""

    number: str
    email: str
    name: str
    joined_at: datetime
    points: int
    expires_at: datetime | None  # as the programme says
    tier: str  # its word


def members_table(content: bytes) -> Table:
    """Raises Wrong for what is none."""
    return Table(content, needed=NEEDED, other_names=OTHER_NAMES)


def former_of(line: Line, programme: Programme) -> Former:
    """Whom this line tells of. Raises Wrong, which names the column."""
    cells, zone, now = line.cells, programme.clock.zone, timezone.now()
    number, address = cells.get("number", ""), cells.get("email", "")
    if not 1 <= len(number) <= 32 or not number.isprintable():
        raise Wrong("number", _("A number has 1 to 32 characters."))
    if address:
        address = _address(address)
    elif not cells.get("name"):
        raise Wrong("email", _("Say their name or their address."))
    joined, expires = (_instant(cells.get(name, ""), name, zone) for name in ("joined", "expires"))
    if joined and joined > now:
        raise Wrong("joined", _("That is not yet."))
    if expires and expires <= now:
        raise Wrong("expires", _("That is over already."))
    name = one_line(cells.get("name", ""), limit=200)
    return Former(number, address, name, joined or now, _points(cells), expires, _tier(cells, programme))


def _address(given: str) -> str:
    with suppress(ValidationError):
        return email(given)
    raise Wrong("email", _("“%s” is no e-mail address.") % given[:80])


def _instant(given: str, column: str, zone: ZoneInfo) -> datetime | None:
    """A day alone is when they joined, or the last one on which points may be spent."""
    if not given:
        return None
    try:
        said = moment(given)
    except ValueError as error:
        raise Wrong(column, str(error)) from None
    is_day = len(given) == len("2026-03-29")
    return midnight(said.date() + timedelta(days=column == "expires"), zone) if is_day else said


def _points(cells: dict[str, str]) -> int:
    given = cells.get("points", "") or "0"
    if not (given.isascii() and given.isdigit() and int(given[:14]) <= MOST and len(given) <= 13):
        raise Wrong("points", _("This is a whole number from {least} to {most}.").format(least=0, most=MOST))
    return int(given)


def _tier(cells: dict[str, str], programme: Programme) -> str:
    given = cells.get("tier", "")
    for level in programme.promised.tiers.levels:
        if given.casefold() in (level.word.casefold(), level.name.casefold()):
            return level.word
    if given:
        raise Wrong("tier", _("There is no tier “%s”.") % given[:60])
    return ""
