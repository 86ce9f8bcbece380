"""What it costs to ask whom a segment is for."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regulars.customers.changes import changed
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.models import Customer
from regulars.lib.conditions import matching
from regulars.lib.conditions.fields import found
from regulars.segments import queries
from regulars.segments.actions.build import build
from regulars.segments.actions.follow import follow
from regulars.segments.actions.save_segment import save_segment
from regulars.team.days import house_today, house_zone

pytestmark = pytest.mark.django_db
LATELY = {"field": "last did.Order Completed", "less than … ago": "30 days"}


def test_a_change_of_one_customer_reads_no_other(ada: Customer, ben: Customer) -> None:
    save_segment(None, name="Lately", conditions=LATELY, by=None)
    while build() or follow():
        pass
    changed([ada.pk])
    with CaptureQueriesContext(connection) as asked:
        follow()
    assert not [each["sql"] for each in asked if each["sql"].startswith('SELECT "customers_customer"')]


def test_of_many_customers_one_in_fifty_is_asked_first(monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = {"all": []}
    drawn, other = Customer.objects.create(pk=50_000_000), Customer.objects.create(pk=50_000_001)
    with CaptureQueriesContext(connection) as questions:
        assert queries.size_of(everybody) == (2, True, [other, drawn])
    assert not any("%" in each["sql"] for each in questions)  # a lot that all are in misleads the planner
    monkeypatch.setattr(queries, "MANY", -2)
    monkeypatch.setattr(queries, "PATIENCE", 0)  # no limit for a statement, and no time to ask everybody
    assert queries.size_of(everybody) == (50, False, [drawn])


def test_a_birthday_comes_back_each_year() -> None:
    today = house_today()
    written = {(today + timedelta(days=days)).replace(year=1972).isoformat() for days in range(-3, 10)}
    rubbish = {"", "soon", "1990-13-45", "1990-02-30x", "2026", "--02-31"}
    for number, said in enumerate(sorted({*written, *rubbish, "--02-29"}), start=1):
        Customer.objects.create(pk=number, attributes={"birthday": said, "year": 7, "other": [said]})
    days = {each.attributes["birthday"]: each.day for each in asked("next.birthday")}
    for said in written:
        month, day = map(int, said.split("-")[1:])
        later = [date(year, month, min(day, monthrange(year, month)[1])) for year in (today.year, today.year + 1)]
        assert days[said] == min(each for each in later if each >= today), said
    assert days["--02-29"].month == 2 and not any(days[said] for said in rubbish - {"--02-31"})
    assert not any(each.day for name in ("year", "other", "none") for each in asked(f"next.{name}"))
    soon = {"field": "next.birthday", "in the next …": "7 days"}
    whole = Customer.objects.filter(attributes__birthday__in=written)  # the others come back at the end of February
    near = matching(whole, soon, CUSTOMER_FIELDS, now=timezone.now(), zone=house_zone())
    assert near.count() in (8, 9)


def asked(name: str) -> list[Customer]:
    return list(Customer.objects.annotate(day=found(CUSTOMER_FIELDS, name).expression()))
