"""Predictions made ready for pages: money in words, shares in per cent, bars beside numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.commerce.models import Product
from regulars.lib import money
from regulars.lib.rounding import rounded
from regulars.predictions.models import Prediction
from regulars.predictions.wording import labels_of, reasons, why_not
from regulars.ui.faces import avatar
from regulars.ui.moments import Times

MOST_WEIGHTS, LEAST_WEIGHT = 5, 0.05  # facts that are named, and how far they move log odds at least
COLOURS = {"high": "overdue", "medium": "waiting", "low": "good"}


def prediction_rows(several: Iterable[Prediction]) -> list[dict[str, Any]]:
    """Each as a page says it; `customer` at hand."""
    known, times = list(several), Times()
    products = Product.objects.in_bulk({number for each in known for pair in each.likes for number in pair})
    labels = labels_of(fact for each in known for fact, _part, _value in each.because)
    return [_row(each, products, times, labels) for each in known]


def _row(each: Prediction, products: dict[int, Product], times: Times, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "customer": each.customer,
        "face": avatar(str(each.customer), each.customer_id, "small"),
        "orders": None if each.orders is None else rounded(each.orders, 1 if each.orders < 10 else 0),
        "spend": None if each.spend is None else money.said(each.spend, each.currency),
        "worth": None if each.worth is None else money.said(each.worth, each.currency),
        "leaving": None if each.leaving is None else per_cent(each.leaving),
        "band": each.get_band_display() if each.band else "",
        "colour": COLOURS.get(each.band, ""),
        "because": reasons(each.because, currency=each.currency, labels=labels),
        "next": times.on(each.next_on) if each.next_on else "",
        "next_by": times.on(each.next_by) if each.next_by else "",
        "likes": [
            (products[one], products[other]) for one, other in each.likes if one in products and other in products
        ],
        "made": times.on(each.made_on),
    }


def elsewhere(seen: dict[str, Any]) -> str:
    """Orders that count for nothing: “1,234 orders in GBP”."""
    said = [
        ngettext("%(many)s order in %(currency)s", "%(many)s orders in %(currency)s", many)
        % {"many": rounded(many, force_grouping=True), "currency": currency}
        for currency, many in seen.get("elsewhere", [])
    ]
    return ", ".join(said)


def per_cent(part: float | None, digits: int = 0) -> str:
    return "–" if part is None else f"{rounded(100 * part, digits)} %"


def bars(groups: list[dict[str, Any]], *, is_share: bool = False) -> list[dict[str, Any]]:
    """Tenths of customers with what was expected and what came, and how long the bars are, of 100."""
    most = max([each[name] for each in groups for name in ("expected", "actual")] or [0]) or 1
    said = per_cent if is_share else lambda number: rounded(number, 2)
    return [
        {
            "name": each["name"],
            "customers": each["customers"],
            "expected": said(each["expected"]),
            "actual": said(each["actual"]),
            "wide": (round(100 * each["expected"] / most, 1), round(100 * each["actual"] / most, 1)),
        }
        for each in groups
    ]


def facts_of(told: dict[str, Any], *, currency: str) -> dict[str, Any]:
    """All sections of the page: what each says, or why it does not."""
    parts = {name: dict(told.get(name) or {}) for name in ("buying", "leaving", "next", "likes", "contracts", "ending")}
    for part in parts.values():
        part["why_not"] = why_not(part)
    buying, leaving, nexts, likes, ending = (parts[name] for name in ("buying", "leaving", "next", "likes", "ending"))
    if "tenths" in buying:
        best = buying["models"][0]
        buying |= {
            "bars": bars(buying["tenths"]),
            "facts": _of_buying(buying, best),
            "models": [_model(each) for each in buying["models"]],
        }
        buying["spending_facts"] = _of_spending(buying["spending"], currency)
    if "tenths" in leaving:
        leaving |= {"bars": bars(leaving["tenths"], is_share=True), "facts": _of_leaving(leaving)}
    if "tenths" in ending:
        ending |= {"bars": bars(ending["tenths"], is_share=True), "facts": _of_ending(ending)}
    if "loss" in nexts:
        nexts["facts"] = _of_next(nexts)
    if likes.get("tried"):
        likes["facts"] = [
            (_("Customers tried on"), rounded(likes["tried"]["customers"], force_grouping=True)),
            (_("Their newest was among our five"), per_cent(likes["tried"]["ours"])),
            (_("… among the five best sellers"), per_cent(likes["tried"]["popular"])),
        ]
    parts["contracts"]["shown"] = [(step, per_cent(part)) for step, part in parts["contracts"].get("retention", [])]
    return parts


def _of_buying(buying: dict[str, Any], best: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("Model"), buying["model"]),
        (_("Orders expected"), rounded(best["expected"], 0, force_grouping=True)),
        (_("Orders that came"), rounded(best["actual"], 0, force_grouping=True)),
        (_("Wrong by, for each customer"), rounded(best["mean_error"], 2)),
        (_("Ranks who orders at all (AUC)"), _rank(best["auc"])),
        (_("… by the last order alone"), _rank(buying["rivals"]["recency"])),
    ]


def _of_spending(spending: dict[str, Any], currency: str) -> list[tuple[str, str]]:
    if "not" in spending:
        return [(_("Spending is not predicted"), str(spending["not"]))]
    rows = [(_("A usual order"), money.said(round(spending["mean"]), currency))]
    rows.append((_("Who orders more often spends more each time (correlation)"), _rank(spending["correlation"])))
    if "expected" in spending:
        rows += [
            (_("Spending expected"), money.said(round(spending["expected"]), currency)),
            (_("Spending that came"), money.said(round(spending["actual"]), currency)),
            (
                _("The best tenth by this brought"),
                f"{per_cent(spending['top'])} ({_('at most')} {per_cent(spending['top_at_most'])})",
            ),
        ]
    return rows


def _of_leaving(leaving: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("Customers tried on"), rounded(leaving["customers"], force_grouping=True)),
        (_("Stayed away"), per_cent(leaving["left"] / leaving["customers"])),
        (_("Ranks who stays away (AUC)"), _rank(leaving["auc"])),
        *_of_chances(leaving),
        (_("The highest tenth stays away so many times as often"), _times(leaving["lift"])),
    ]


def _of_ending(ending: dict[str, Any]) -> list[tuple[str, str]]:
    weights = [fact for fact, width in ending["weights"][:MOST_WEIGHTS] if width >= LEAST_WEIGHT]
    labels = labels_of(weights)
    return [
        (_("Customers tried on"), rounded(ending["customers"], force_grouping=True)),
        (_("Have left"), per_cent(ending["left"] / ending["customers"])),
        (_("Ranks who has left (AUC)"), _rank(ending["auc"])),
        *_of_chances(ending),
        (_("In the highest tenth so many times as many have left"), _times(ending["lift"])),
        (_("What says most"), ", ".join(labels[fact] for fact in weights)),
    ]


def _of_chances(told: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("Chances are off by (ECE)"), per_cent(told["calibration_error"], 1)),
        (_("Mean square error (Brier)"), rounded(told["brier"], 3)),
    ]


def _of_next(nexts: dict[str, Any]) -> list[tuple[str, str]]:
    kinds = {"habit": _("everybody’s own habit"), "rate": _("everybody’s own rate")}
    return [
        (_("Model"), kinds[nexts["model"]]),
        (_("Customers tried on"), rounded(nexts["customers"], force_grouping=True)),
        (_("Off by, in days (pinball loss)"), rounded(nexts["loss"], 2)),
        (_("… by the median of their own gaps"), rounded(nexts["median"], 2)),
        (_("Came between our 10th and 90th per cent"), per_cent(nexts["inside"])),
    ]


def _model(each: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": each["name"],
        "likelihood": rounded(each["likelihood"], 1, force_grouping=True),
        "expected": rounded(each["expected"], 0, force_grouping=True),
        "mean_error": rounded(each["mean_error"], 3),
        "auc": _rank(each["auc"]),
    }


def _times(value: float | None) -> str:
    return "–" if value is None else rounded(value, 1)


def _rank(value: float | None) -> str:
    return "–" if value is None else rounded(value, 3)
