"""Predictions for all customers, in a process of its own: `python -m regulars.predictions.night 7` for the forecast with that number.

NumPy and SciPy take 100 MB, which the worker need not hold all day; it begins this, and waits.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.config.settings")
    django.setup()

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from regulars.commerce.models import Product
from regulars.commerce.returning import the_terms
from regulars.customers.changes import changed
from regulars.lib.beside import end_with_parent
from regulars.predictions import together
from regulars.predictions.buying.fitting import NotFitted
from regulars.predictions.ending import ending, learnt
from regulars.predictions.foretelling import Floor, Told, foretold, next_orders, why_not
from regulars.predictions.models import Assumptions, Forecast, Prediction
from regulars.predictions.renewing import renewing
from regulars.predictions.seen import EPOCH, Lines, Orders, contracts, elsewhere, known, lines, orders, questions
from regulars.predictions.staying_away import staying_away, word_of
from regulars.team.days import house_zone

COLUMNS = (
    "customer_id",
    "orders",
    "spend",
    "worth",
    "currency",
    "leaving",
    "band",
    "because",
    "next_on",
    "next_by",
    "likes",
    "made_on",
)
_ASKED_ABOUT = ("orders", "spend", "worth", "leaving", "next_on")
_OTHER = f"""
    SELECT coalesce(said.customer_id, former.customer_id) FROM said FULL JOIN predictions_prediction AS former USING (customer_id)
    WHERE ({", ".join(f"said.{name}" for name in _ASKED_ABOUT)}) IS DISTINCT FROM ({", ".join(f"former.{name}" for name in _ASKED_ABOUT)})
"""


@dataclass
class Sheet:
    """What is predicted, by customer; what nobody can say is not in it."""

    made_on: date
    currency: str
    rows: dict[int, dict[str, Any]] = field(default_factory=dict)

    def put(self, customer: Any, **said: Any) -> None:
        self.rows.setdefault(int(customer), {}).update(said)


def predict_all(forecast: Forecast, *, now: datetime) -> None:
    """Look at all that was seen through yesterday, predict, and write it down instead of what was predicted before."""
    zone, terms, assumed = house_zone(), the_terms(), Assumptions.objects.first() or Assumptions()
    begins = datetime.combine(now.astimezone(zone).date(), time(), zone)
    facts = {"zone": getattr(zone, "key", "UTC"), "until": begins, "currency": terms.currency}
    facts |= {"begins": assumed.contract_from, "ends": assumed.contract_until, "left": assumed.contract_left}
    yesterday = begins.date() - timedelta(days=1)
    sheet, today = Sheet(yesterday, terms.currency), yesterday.toordinal() - EPOCH
    seen, asked = orders(facts), questions(facts)
    told: Told = {"seen": {"orders": len(seen.day), "customers": len(np.unique(seen.customer))}}
    told["seen"]["elsewhere"] = elsewhere(facts)
    told["buying"] = _buying(sheet, seen, today, assumed, terms.margin)
    told["next"] = _next(sheet, seen, today)
    told["leaving"] = _leaving(sheet, seen, asked, today, assumed)
    told["contracts"] = _contracts(sheet, facts, today, assumed) if assumed.contract_from else {}
    told["ending"] = _ending(sheet, facts, assumed) if assumed.contract_left else {}
    told["likes"] = _likes(sheet, lines(facts), assumed)
    _keep(sheet)
    Forecast.objects.filter(pk=forecast.pk).update(as_of=yesterday, told=told, ended_at=timezone.now(), error="")


def _buying(sheet: Sheet, seen: Orders, today: int, assumed: Assumptions, margin: int) -> Told:
    try:
        _history, found, told = foretold(
            seen,
            today=today,
            ahead=assumed.ahead,
            months=assumed.months,
            discount=assumed.discount / 100,
            margin=margin / 100,
        )
    except NotFitted as problem:
        return why_not(problem)
    for row, customer in enumerate(np.unique(seen.customer)):
        sheet.put(customer, orders=round(float(found.orders[row]), 4))
        if found.spend is not None and found.worth is not None:
            sheet.put(customer, spend=round(float(found.spend[row])), worth=round(float(found.worth[row])))
    return told


def _next(sheet: Sheet, seen: Orders, today: int) -> Told:
    if not len(seen.day):
        return Floor("again", 0, 30).told
    try:
        half, most, told = next_orders(seen, today=today)
    except NotFitted as problem:
        return why_not(problem)
    for row, customer in enumerate(np.unique(seen.customer)):
        if half[row] >= 0:
            sheet.put(customer, next_on=_day(today + half[row]), next_by=_day(today + most[row]))
    return told


def _leaving(sheet: Sheet, seen: Orders, asked: tuple[Any, Any], today: int, assumed: Assumptions) -> Told:
    away, told = staying_away(seen, asked, today=today, ahead=assumed.ahead)
    for row, customer in enumerate(away.customers):
        chance = None if away.chances is None else round(float(away.chances[row]), 4)
        sheet.put(customer, leaving=chance, band=away.bands[row], because=away.because[row])
    return told


def _contracts(sheet: Sheet, facts: dict[str, Any], today: int, assumed: Assumptions) -> Told:
    customers, begins, ends = contracts(facts)
    try:
        running, chances, told = renewing(begins, ends, today=today, months=assumed.contract_months)
    except NotFitted as problem:
        return why_not(problem)
    for row, chance in zip(running, chances, strict=True):
        band = "high" if chance >= 0.2 else "medium" if chance >= 0.08 else "low"
        sheet.put(
            customers[row],
            leaving=round(float(chance), 4),
            band=band,
            because=[["contract", 0, int(today - begins[row])]],
        )
    return told


def _ending(sheet: Sheet, facts: dict[str, Any], assumed: Assumptions) -> Told:
    try:
        model, told = learnt(list(known(facts, some=True)), assumed)
    except NotFitted as problem:
        return why_not(problem)
    running = 0
    for each in ending(known(facts), model, assumed):
        running += 1
        sheet.put(each.customer, leaving=round(each.chance, 4), band=word_of(each.chance), because=each.because)
    return told | {"running": running}


def _likes(sheet: Sheet, bought: Lines, assumed: Assumptions) -> Told:
    if not len(bought.customer):
        return {"customers": 0}
    customers, who = np.unique(bought.customer, return_inverse=True)
    products, what = np.unique(bought.product, return_inverse=True)
    basket = together.Basket(who.reshape(-1), what.reshape(-1), len(customers), len(products))
    shut = _shut(products.tolist(), {each.casefold() for each in assumed.shut})
    buyers = np.bincount(basket.products, minlength=len(products))
    again = np.bincount(
        basket.products, weights=bought.times > 1, minlength=len(products)
    ) >= together.AGAIN * np.maximum(buyers, 5)
    each = together.suggestions(basket, together.likeness(basket), shut=shut, again=np.flatnonzero(again))
    for customer, several in zip(customers, each, strict=True):
        sheet.put(customer, likes=[[int(products[one.product]), int(products[one.because])] for one in several])
    found = together.tried(basket)
    return {"customers": len(customers), "products": len(products), "tried": found and found._asdict()}


def _shut(products: list[int], words: set[str]) -> list[int]:
    """Products that are no longer sold, or of a category that the house never suggests."""
    known = Product.objects.in_bulk(products)
    gone = [
        not known[each].is_sold or not words.isdisjoint(word.casefold() for word in known[each].categories)
        for each in products
    ]
    return [place for place, is_gone in enumerate(gone) if is_gone]


def _day(number: float) -> date:
    return date.fromordinal(int(number) + EPOCH)


@transaction.atomic
def _keep(sheet: Sheet) -> None:
    """All at once: whoever reads meanwhile sees the former ones. Somebody who was erased or merged since has none."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE said (LIKE predictions_prediction); ALTER TABLE said DROP COLUMN id")
        raw = cursor.cursor if hasattr(cursor, "cursor") else cursor
        with raw.copy(f"COPY said ({', '.join(COLUMNS)}) FROM STDIN") as copied:
            for customer, said in sheet.rows.items():
                likes, because = json.dumps(said.get("likes", [])), json.dumps(said.get("because", []))
                facts = [said.get(name) for name in ("orders", "spend", "worth")]
                facts += [sheet.currency, said.get("leaving"), said.get("band", "")]
                copied.write_row(
                    [customer, *facts, because, said.get("next_on"), said.get("next_by"), likes, sheet.made_on]
                )
        cursor.execute(_OTHER)
        changed(pk for (pk,) in cursor.fetchall())  # segments may ask about it
        Prediction.objects.all()._raw_delete(using="default")
        columns = ", ".join(COLUMNS)
        cursor.execute(
            f"INSERT INTO predictions_prediction ({columns}) SELECT {columns} FROM said WHERE customer_id IN"
            " (SELECT id FROM customers_customer WHERE merged_into_id IS NULL) ORDER BY customer_id; DROP TABLE said"
        )


def main(number: str) -> int:
    """0, or 1 when it came to nothing: the forecast says why."""
    forecast = Forecast.objects.get(pk=int(number))
    try:
        predict_all(forecast, now=timezone.now())
    except Exception as error:
        Forecast.objects.filter(pk=forecast.pk).update(
            error=f"{type(error).__name__}: {error}"[:500], ended_at=timezone.now()
        )
        raise
    return 0


if __name__ == "__main__":
    os.nice(10)  # whoever waits for a page comes first
    end_with_parent()
    sys.exit(main(sys.argv[1]))
