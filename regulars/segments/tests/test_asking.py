"""What it costs to ask whom a segment is for."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.customers.changes import changed
from regulars.customers.models import Customer
from regulars.segments import queries
from regulars.segments.actions.build import build
from regulars.segments.actions.follow import follow
from regulars.segments.actions.save_segment import save_segment

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
    assert queries.size_of(everybody) == (2, True, [other, drawn])
    monkeypatch.setattr(queries, "MANY", -2)
    monkeypatch.setattr(queries, "PATIENCE", 0)  # no limit for a statement, and no time to ask everybody
    assert queries.size_of(everybody) == (50, False, [drawn])
