"""Predictions made ready for pages: money in words, shares in per cent, bars beside numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from regulars.commerce.models import Product
from regulars.lib import money
from regulars.predictions.models import Prediction
from regulars.predictions.wording import reasons, why_not
from regulars.ui.faces import avatar
from regulars.ui.moments import Times

COLOURS = {"high": "overdue", "medium": "waiting", "low": "good"}


def prediction_rows(several: Iterable[Prediction]) -> list[dict[str, Any]]:
    """Each as a page says it; `customer` at hand."""
    known, times = list(several), Times()
    products = Product.objects.in_bulk({number for each in known for pair in each.likes for number in pair})
    return [_row(each, products, times) for each in known]


def _row(each: Prediction, products: dict[int, Product], times: Times) -> dict[str, Any]:
    return {
        "customer": each.customer,
        "face": avatar(str(each.customer), each.customer_id, "small"),
        "orders": None if each.orders is None else number_format(each.orders, 1 if each.orders < 10 else 0),
        "spend": None if each.spend is None else money.said(each.spend, each.currency),
        "worth": None if each.worth is None else money.said(each.worth, each.currency),
        "leaving": None if each.leaving is None else per_cent(each.leaving),
        "band": each.get_band_display() if each.band else "",
        "colour": COLOURS.get(each.band, ""),
        "because": reasons(each.because, currency=each.currency or "EUR"),
        "next": times.on(each.next_on) if each.next_on else "",
        "next_by": times.on(each.next_by) if each.next_by else "",
        "likes": [
            (products[one], products[other]) for one, other in each.likes if one in products and other in products
        ],
        "made": times.on(each.made_on),
    }


def per_cent(part: float | None, digits: int = 0) -> str:
    return "–" if part is None else f"{number_format(100 * part, digits)} %"


def bars(groups: list[dict[str, Any]], *, is_share: bool = False) -> list[dict[str, Any]]:
    """Tenths of customers with what was expected and what came, and how long the bars are, of 100."""
    most = max([each[name] for each in groups for name in ("expected", "actual")] or [0]) or 1
    said = per_cent if is_share else lambda number: number_format(number, 2)
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
    parts = {name: dict(told.get(name) or {}) for name in ("buying", "leaving", "next", "likes", "contracts")}
    for part in parts.values():
        part["why_not"] = why_not(part)
    buying, leaving, nexts, likes = (parts[name] for name in ("buying", "leaving", "next", "likes"))
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
    if "loss" in nexts:
        nexts["facts"] = _of_next(nexts)
    if likes.get("tried"):
        likes["facts"] = [
            (_("Customers tried on"), number_format(likes["tried"]["customers"], force_grouping=True)),
            (_("Their newest was among our five"), per_cent(likes["tried"]["ours"])),
            (_("… among the five best sellers"), per_cent(likes["tried"]["popular"])),
        ]
    parts["contracts"]["shown"] = [(step, per_cent(part)) for step, part in parts["contracts"].get("retention", [])]
    return parts


def _of_buying(buying: dict[str, Any], best: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("Model"), buying["model"]),
        (_("Orders expected"), number_format(best["expected"], 0, force_grouping=True)),
        (_("Orders that came"), number_format(best["actual"], 0, force_grouping=True)),
        (_("Wrong by, for each customer"), number_format(best["mean_error"], 2)),
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
        (_("Customers tried on"), number_format(leaving["customers"], force_grouping=True)),
        (_("Stayed away"), per_cent(leaving["left"] / leaving["customers"])),
        (_("Ranks who stays away (AUC)"), _rank(leaving["auc"])),
        (_("Chances are off by (ECE)"), per_cent(leaving["calibration_error"], 1)),
        (_("Mean square error (Brier)"), number_format(leaving["brier"], 3)),
        (
            _("The highest tenth stays away so many times as often"),
            "–" if leaving["lift"] is None else number_format(leaving["lift"], 1),
        ),
    ]


def _of_next(nexts: dict[str, Any]) -> list[tuple[str, str]]:
    kinds = {"habit": _("everybody’s own habit"), "rate": _("everybody’s own rate")}
    return [
        (_("Model"), kinds[nexts["model"]]),
        (_("Customers tried on"), number_format(nexts["customers"], force_grouping=True)),
        (_("Off by, in days (pinball loss)"), number_format(nexts["loss"], 2)),
        (_("… by the median of their own gaps"), number_format(nexts["median"], 2)),
        (_("Came between our 10th and 90th per cent"), per_cent(nexts["inside"])),
    ]


def _model(each: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": each["name"],
        "likelihood": number_format(each["likelihood"], 1, force_grouping=True),
        "expected": number_format(each["expected"], 0, force_grouping=True),
        "mean_error": number_format(each["mean_error"], 3),
        "auc": _rank(each["auc"]),
    }


def _rank(value: float | None) -> str:
    return "–" if value is None else number_format(value, 3)
