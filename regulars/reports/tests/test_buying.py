from datetime import UTC, date, datetime

from regulars.commerce.models import Order, Shop
from regulars.reports.asking import Asked
from regulars.reports.buying import buying


def bought(customer, *days):
    shop, _is_new = Shop.objects.get_or_create(slug="online", defaults={"name": "Online"})
    facts = {"shop": shop, "customer": customer, "number": "1", "currency": "EUR", "paid": "paid", "total": 1250}
    for month, day in days:
        at = datetime(2025, month, day, 12, tzinfo=UTC)
        Order.objects.create(external_id=f"{customer.pk}-{month}-{day}", placed_at=at, **facts)


def test_who_comes_back_is_told_up_to_the_last_day_and_no_further(grace, ada, ben):
    bought(ada, (1, 9), (1, 30), (2, 3), (6, 1))
    bought(ben, (1, 20))
    *_others, revenue, again, cohorts = buying(Asked(date(2025, 1, 1), date(2025, 4, 30), grace))
    january = cohorts.told_rows[0]
    assert january[1:6] == [2, "50 %", "0 %", "0 %", ""] and not any(january[6:])
    assert cohorts.plain_rows[0][2] == 0.5 and str(revenue.plain_rows[0][3]) == "25.00"
    assert again.rows == [(2, 1)], "of those whose 90 days are over; on another day"
