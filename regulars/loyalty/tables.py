"""A table of members, as another programme wrote them down. What columns there are, `docs/manual/loyalty.md` says."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.identities import email
from regulars.customers.tables import name_in
from regulars.lib.dates import is_day
from regulars.lib.tables import Line, Table, Wrong
from regulars.loyalty.models import Programme
from regulars.loyalty.periods import midnight
from regulars.loyalty.spans import MOST

MOMENTS = ("joined", "expires")
COLUMNS = ("number", "email", "name", "joined", "points", "expires", "tier")
# As the exports of other programmes call them.
OTHER_NAMES = {
    "card": "number", "card_number": "number", "card_no": "number", "loyalty_card_number": "number", "member": "number",
    "member_number": "number", "membership_number": "number", "member_id": "number",
    "e_mail": "email", "mail": "email", "email_address": "email", "customer_email": "email",
    "customer_name": "name", "full_name": "name", "member_name": "name",
    "joined_at": "joined", "member_since": "joined", "date_joined": "joined", "enrolled_at": "joined", "enrollment_date": "joined",
    "created_at": "joined", "signup_date": "joined",
    "balance": "points", "points_balance": "points", "point_balance": "points", "current_points_balance": "points",
    "current_points": "points", "current_balance": "points", "available_points": "points", "points_approved": "points",
    "reward_points": "points", "loyalty_points": "points",
    "expires_at": "expires", "expiry_date": "expires", "expiration_date": "expires", "points_expire_at": "expires",
    "vip_tier": "tier", "vip_tier_name": "tier", "tier_name": "tier", "loyalty_tier": "tier", "loyalty_tier_name": "tier",
}  # fmt: skip
_WHOLE = re.compile(r"(\d+|\d{1,3}(?:([ ,.’'\u00a0\u202f])\d{3})(?:\2\d{3})*)(?:[.,]0{1,2})?", re.ASCII)


@dataclass(frozen=True)
class Former:
    """A member, as they come along."""

    number: str  # or none: they get a new one
    email: str
    name: str
    joined_at: datetime
    points: int
    expires_at: datetime | None  # as the programme says
    tier: str  # its word


def members_table(content: bytes) -> Table:
    """Raises Wrong for what is none."""
    table = Table(content, needed=(), other_names=OTHER_NAMES, moments=MOMENTS)
    if not {"number", "email"} & set(table.names):
        raise Wrong("email", _("There is no column “%s”.") % "email")
    return table


def former_of(line: Line, programme: Programme) -> Former:
    """Whom this line tells of. Raises Wrong, which names the column."""
    cells, zone, now = line.cells, programme.clock.zone, timezone.now()
    number, address = cells.get("number", ""), cells.get("email", "")
    name = name_in(cells)
    if len(number) > 32 or not number.isprintable() or not (number or address):
        raise Wrong("number", _("A number has 1 to 32 characters."))
    if address:
        address = _address(address)
    elif not name:
        raise Wrong("email", _("Say their name or their address."))
    joined, expires = (_instant(line, name, zone) for name in MOMENTS)
    if joined and joined > now:
        raise Wrong("joined", _("That is not yet."))
    if expires and expires <= now:
        raise Wrong("expires", _("That is over already."))
    return Former(number, address, name, joined or now, _points(cells), expires, _tier(cells, programme))


def _address(given: str) -> str:
    with suppress(ValidationError):
        return email(given)
    raise Wrong("email", _("“%s” is no e-mail address.") % given[:80])


def _instant(line: Line, column: str, zone: ZoneInfo) -> datetime | None:
    """A day alone is when they joined, or the last one on which points may be spent."""
    if (said := line.moment(column)) is None:
        return None
    return midnight(said.date() + timedelta(days=column == "expires"), zone) if is_day(line.cells[column]) else said


def _points(cells: dict[str, str]) -> int:
    """Whole, as spreadsheets write it, too: "1,240", "1240.00"."""
    found = _WHOLE.fullmatch(cells.get("points", "")[:30] or "0")
    points = int(re.sub(r"\D", "", found[1])) if found else MOST + 1
    if points > MOST:
        raise Wrong("points", _("This is a whole number from {least} to {most}.").format(least=0, most=MOST))
    return points


def _tier(cells: dict[str, str], programme: Programme) -> str:
    given = cells.get("tier", "")
    for level in programme.promised.tiers.levels:
        if given.casefold() in (level.word.casefold(), level.name.casefold()):
            return level.word
    if given:
        raise Wrong("tier", _("There is no tier “%s”.") % given[:60])
    return ""
