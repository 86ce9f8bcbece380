"""Loyalty over time: read from what the programme itself reckons (`loyalty.report`)."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regulars.lib import money
from regulars.lib.sureness import wilson
from regulars.loyalty.models import Programme
from regulars.loyalty.models.programme import number
from regulars.loyalty.report import Outlook, by_tier, liability, movement, outlook, taking_part, vintages
from regulars.reports import charts
from regulars.reports.adding import rows
from regulars.reports.asking import Asked
from regulars.reports.panels import Cell, Panel
from regulars.reports.words import part, share, worth
from regulars.team.days import house_zone
from regulars.team.permissions import Permission

VINTAGES = 24  # months


def collecting(asked: Asked) -> list[Panel]:
    """Each programme: what moved, who takes part, what became of each month's points; what is owed, to those who run it."""
    panels = [panel for programme in Programme.objects.order_by("pk") for panel in _of(programme, asked)]
    return [*panels, _took_part(asked)] if panels else []


def _of(programme: Programme, asked: Asked) -> list[Panel]:
    since, until = asked.instants(programme.clock.zone)
    found = outlook(programme)
    panels = [
        _moved(programme, since, until),
        _redeemed(programme, since, until),
        _tiers(programme, since, until),
        _months(found),
    ]
    return [*panels, _owed(found)] if asked.agent.may(Permission.LOYALTY) else panels


def _moved(programme: Programme, since: datetime, until: datetime) -> Panel:
    moved = movement(programme, since=since, until=until)
    names = {
        "opening": _("At the beginning"), "issued": _("Issued"), "forgiven": _("Forgiven debt"), "redeemed": _("Redeemed"),
        "expired": _("Expired"), "reversed": _("Taken back"), "closing": _("At the end"),
    }  # fmt: skip
    shown = [(name, moved[word]) for word, name in names.items() if moved[word] or word in ("opening", "closing")]
    return Panel(
        name=_("%s: points") % programme,
        value=number(moved["issued"]),
        note=_("issued in these days; %s redeemed") % number(moved["redeemed"]),
        chart=charts.columns([{"what": name, "value": value} for name, value in shown], x="what", of=programme.many),
        columns=(_("What"), programme.many),
        rows=[(name, _many(value)) for name, value in shown],
        address=f"/settings/loyalty/{programme.pk}/numbers",
    )


def _redeemed(programme: Programme, since: datetime, until: datetime) -> Panel:
    """Members who redeemed at least once, of those for whom anything was done in these days."""
    found = taking_part(programme, since=since, until=until)
    active, redeemed, joined, everybody = (found[word] for word in ("active", "redeemed", "joined", "members"))
    held = wilson(redeemed, active)
    return Panel(
        name=_("%s: members who redeemed") % programme,
        value=share(held.value / 100) if held else "–",
        note=_("%(few)s of the %(many)s members who earned or spent") % {"few": redeemed, "many": active},
        facts=[(_("Joined in these days"), number(joined)), (_("Members"), number(everybody))],
        columns=(_("Redeemed"), _("Active"), _("Joined"), _("Members")),
        rows=[(redeemed, active, joined, everybody)],
        address=f"/loyalty?programme={programme.pk}",
    )


def _tiers(programme: Programme, since: datetime, until: datetime) -> Panel:
    """What each tier was given in these days, and what they redeemed is worth."""
    tiers = by_tier(programme, since=since, until=until)
    return Panel(
        name=_("%s: what each tier costs") % programme,
        columns=(_("Tier"), _("Members"), _("Issued"), _("Redeemed"), _("Worth"), _("Outstanding")),
        rows=[
            (
                level.name if (level := programme.promised.level(each["tier"])) else each["tier"] or "–",
                *(_many(each[word]) for word in ("members", "issued", "redeemed")),
                worth(each["cost"], programme.currency),
                _many(each["outstanding"]),
            )
            for each in tiers
        ],
        address=f"/settings/loyalty/{programme.pk}/numbers",
        is_wide=True,
    )


def _took_part(asked: Asked) -> Panel:
    """Orders of members among all orders."""
    ((orders, theirs),) = rows(
        "SELECT count(*), count(*) FILTER (WHERE EXISTS (SELECT FROM loyalty_account AS member WHERE member.customer_id = "
        "commerce_order.customer_id AND member.joined_at <= placed_at)) FROM commerce_order WHERE NOT is_test "
        "AND cancelled_at IS NULL AND deleted_at IS NULL AND placed_at >= %s AND placed_at < %s",
        asked.instants(house_zone()),
    )
    held = wilson(theirs, orders)
    return Panel(
        name=_("Orders of members"),
        value=share(held.value / 100) if held else "–",
        note=_("%(few)s of %(many)s orders. That members buy more is no proof that the programme makes them.") % {"few": theirs, "many": orders},
        columns=(_("Of members"), _("Orders")),
        rows=[(theirs, orders)],
        address="/effect",
    )  # fmt: skip


def _months(found: Outlook) -> Panel:
    """What became of each month's points, and which part of what is decided has expired."""
    programme, months = found.programme, vintages(found)[-VINTAGES:]
    names = {
        "redeemed": _("Redeemed"),
        "expired": _("Expired"),
        "reversed": _("Taken back"),
        "outstanding": _("Outstanding"),
    }
    values = [
        {"month": date_format(each["month"], "M Y"), "what": name, "value": each[word]}
        for each in months
        for word, name in names.items()
    ]
    return Panel(
        name=_("%s: what became of each month's points") % programme,
        chart=charts.columns(values, x="month", of=programme.many, by="what") if values else None,
        columns=(_("Month"), _("Issued"), *names.values(), _("Redeemed, per cent"), _("Breakage, per cent")),
        rows=[
            (
                Cell(date_format(each["month"], "F Y"), value=each["month"].date()), _many(each["issued"]), *(_many(each[word]) for word in names),
                part(each["redeemed"] / each["issued"]) if each["issued"] else "–",
                "–" if each["breakage"] is None else each["breakage"],
            )
            for each in months
        ],
        is_wide=True,
    )  # fmt: skip


def _owed(found: Outlook) -> Panel:
    programme, owed = found.programme, liability(found)
    return Panel(
        name=_("%s: what is owed") % programme,
        value=money.said(owed["expected"], programme.currency),
        note=_("now, for %(points)s outstanding, less the %(breakage)s %% that will expire by experience")
        % {"points": programme.said(owed["points"]), "breakage": owed["breakage"]},
        columns=(_("Outstanding"), _("Worth"), _("Expected")),
        rows=[(_many(owed["points"]), *(worth(owed[word], programme.currency) for word in ("worth", "expected")))],
        address=f"/settings/loyalty/{programme.pk}/numbers",
    )


def _many(points: int) -> Cell:
    return Cell(number(points), value=points)
