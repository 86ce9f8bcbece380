"""What a programme has given and owes, made ready for its page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from regulars.lib import money
from regulars.loyalty.models import Programme
from regulars.loyalty.models.programme import number
from regulars.loyalty.report import (
    Outlook,
    by_tier,
    in_money,
    liability,
    movement,
    outlook,
    taking_part,
    totals,
    vintages,
    worth_over_time,
)
from regulars.ui.moments import Times

DAYS = timedelta(days=30)


def numbers_shown(programme: Programme) -> dict[str, Any]:
    now = timezone.now()
    found = outlook(programme)
    within = {"since": now - DAYS, "until": now}
    return {
        "programme": programme,
        "unit": programme.said(programme.promised.value.points),
        "moved": _moved(programme, movement(programme, **within), taking_part(programme, **within)),
        "owed": _owed(found),
        "tiers": [_tier(programme, each) for each in by_tier(programme, **within)],
        "vintages": [_vintage(each, programme) for each in vintages(found)],
        "worths": [_worth(each, programme) for each in worth_over_time(programme)],
    }


def _moved(programme: Programme, moved: dict[str, int], part: dict[str, int]) -> list[tuple[str, str]]:
    names = {
        "opening": _("At the beginning"), "issued": _("Issued"), "forgiven": _("Forgiven debt"), "redeemed": _("Redeemed"),
        "expired": _("Expired"), "reversed": _("Taken back"), "closing": _("At the end"),
    }  # fmt: skip
    worth = in_money(programme, moved)
    rows = [
        (name, f"{number(moved[word])} · {money.said(worth[word], programme.currency)}")
        for word, name in names.items()
        if moved[word] or word != "forgiven"
    ]
    redeemed = _share(part["redeemed"], part["active"])
    people = {"few": number(part["redeemed"]), "many": number(part["active"])}
    return [
        *rows,
        (
            _("Members who redeemed"),
            f"{redeemed} · " + _("%(few)s of the %(many)s members who earned or spent") % people,
        ),
    ]


def _owed(found: Outlook) -> list[tuple[str, str]]:
    programme, owed, now = found.programme, liability(found), totals(found.programme)
    waits = [(_("Waits"), now["pending"]), (_("Reserved"), now["held"])]
    return [
        (_("Points outstanding"), number(owed["points"])),
        *((name, number(points)) for name, points in waits if points),
        (_("Worth"), money.said(owed["worth"], programme.currency)),
        (_("Expected to expire"), _percent(owed["breakage"])),
        (_("Liability"), money.said(owed["expected"], programme.currency)),
        (_("Owed by members (points)"), number(owed["debt"])),
    ]


def _tier(programme: Programme, row: dict[str, Any]) -> dict[str, str]:
    level = programme.promised.level(row["tier"])
    told = {name: number(row[name]) for name in ("members", "issued", "redeemed", "outstanding")}
    return told | {
        "name": level.name if level else row["tier"] or "–",
        "cost": money.said(row["cost"], programme.currency),
    }


def _worth(row: dict[str, Any], programme: Programme) -> tuple[str, str]:
    return Times().on(
        programme.day(row["since"])
    ), f"{programme.said(row['points'])} = {money.said(row['worth'], programme.currency)}"


def _vintage(row: dict[str, Any], programme: Programme) -> dict[str, Any]:
    told = {name: number(row[name]) for name in ("issued", "redeemed", "expired", "reversed", "outstanding")}
    breakage = "–" if row["breakage"] is None else _percent(row["breakage"])
    to_expire = "–" if row["to_expire"] is None else _percent(row["to_expire"])
    cost = "–" if row["cost"] is None else money.said(row["cost"], programme.currency)
    told |= {"month": row["month"], "rate": _share(row["redeemed"], row["issued"]), "breakage": breakage}
    return told | {"to_expire": to_expire, "cost": cost}


def _share(part: int, whole: int) -> str:
    return _percent(100 * part / whole) if whole else "–"


def _percent(value: float) -> str:
    return _("%s %%") % number_format(round(value, 1), 1)
