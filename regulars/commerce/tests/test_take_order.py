"""Whatever is bought, discounted and given back: the parts are the whole, and nothing goes back twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.commerce.actions.take_customer import take_customer
from regulars.commerce.actions.take_news import take_news
from regulars.commerce.actions.take_order import take_order
from regulars.commerce.facts import (
    CustomerFacts,
    LineFacts,
    OrderFacts,
    OrderNews,
    PaymentFacts,
    Person,
    RefundFacts,
    RefundLineFacts,
)
from regulars.commerce.models import Order, Shop
from regulars.commerce.rows import sums
from regulars.customers.models import Customer, TimelineEvent

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MONEY = st.integers(0, 10**7)
LINES = st.lists(st.tuples(st.integers(1, 5), MONEY, MONEY), min_size=1, max_size=4)
BACK = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), MONEY), max_size=5)
QUIETLY = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def an_order(number: str = "1", lines: tuple[LineFacts, ...] = (), **facts: object) -> OrderFacts:
    said = {
        "external_id": number,
        "currency": "EUR",
        "placed_at": AT,
        "paid": "paid",
        "lines": lines,
        "person": Person(email="ada@moreau.example"),
    }
    return OrderFacts(**said | facts)  # type: ignore[arg-type]


@QUIETLY
@given(lines=LINES, back=BACK, card=MONEY)
def test_no_line_gives_back_more_than_it_cost_and_a_gift_card_pays_its_share(ada, lines, back, card):
    shop, _new = Shop.objects.get_or_create(slug="till", name="Till")
    Order.objects.all().delete()
    told = tuple(
        LineFacts(external_id=str(place), title="x", quantity=many, price=net, net=net, tax=tax)
        for place, (many, net, tax) in enumerate(lines)
    )
    total = sum(net + tax for _many, net, tax in lines) + 500
    order = take_order(an_order(lines=told, total=total, gift_card=min(card, total)), shop=shop)
    for number, (place, many, money) in enumerate(back):
        parts = (RefundLineFacts(line=str(place), quantity=many),) if many else ()
        refund = RefundFacts(external_id=str(number), amount=money, at=AT + timedelta(days=number), lines=parts)
        for _ in range(2):
            order = take_news(OrderNews(order=("1",), refunds=(refund,)), shop=shop)
    kept = list(order.lines.all())
    assert all(
        0 <= line.refunded_net <= line.net
        and 0 <= line.refunded_tax <= line.tax
        and line.refunded_quantity <= line.quantity
        for line in kept
    )
    assert all(line.refunded_net == line.net for line in kept if line.refunded_quantity == line.quantity)
    assert order.refunded == sum(money for _place, _many, money in back) and order.refunds.count() == len(back)
    assert all(0 <= line.by_gift_card <= line.net for line in kept)
    share = sum(line.by_gift_card for line in kept)
    assert share <= order.gift_card and (order.gift_card < total or share == sum(line.net for line in kept))


def test_a_payment_by_gift_card_is_counted_whenever_it_is_told(ada):
    shop = Shop.objects.create(slug="till", name="Till")
    line = LineFacts(external_id="1", title="x", quantity=1, price=1000, net=1000)
    take_order(an_order(lines=(line,), total=1000), shop=shop)
    paid = PaymentFacts(external_id="p", amount=400, currency="EUR", at=AT, is_gift_card=True)
    order = take_news(OrderNews(order=("1",), payments=(paid,)), shop=shop)
    assert order.lines.get().by_gift_card == 400
    assert take_news(OrderNews(order=("2",), payments=(paid,)), shop=shop) is None


def test_a_long_order_asks_the_database_no_more_than_a_short_one(ada):
    shop, asked = Shop.objects.create(slug="till", name="Till"), []
    for number, many in (("1", 1), ("2", 30)):
        lines = tuple(
            LineFacts(external_id=str(place), title="x", quantity=1, price=100, net=100, product=str(place))
            for place in range(many)
        )
        payments = tuple(
            PaymentFacts(external_id=each.external_id, amount=100, currency="EUR", at=AT) for each in lines
        )
        with CaptureQueriesContext(connection) as queries:
            take_order(an_order(number, lines=lines, total=100 * many, payments=payments), shop=shop)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_nobody_is_met_for_a_number_alone_and_an_address_of_somebody_else_stays_theirs(ada, ben):
    shop = Shop.objects.create(slug="till", name="Till")
    order = take_order(an_order(person=Person(external_id="till:7")), shop=shop)
    assert order.customer is None and not TimelineEvent.objects.filter(kind="order.placed").exists()
    person = Person(email="ada@moreau.example", external_id="till:7", name="Ada")
    assert take_customer(CustomerFacts(person=person), shop=shop) == ada
    assert (
        take_customer(CustomerFacts(person=Person(email="ben.okafor@post.example", external_id="till:7")), shop=shop)
        == ben
    )
    assert ada.identities.filter(value="till:7").exists() and Customer.objects.count() == 2
    assert take_customer(CustomerFacts(person=Person(email="new@one.example")), shop=shop) is None


def test_an_address_that_somebody_types_at_the_till_is_not_made_theirs(ada):
    shop = Shop.objects.create(slug="till", name="Till")
    take_order(an_order(person=Person(email="ada@moreau.example", external_id="till:7")), shop=shop)
    typed = Person(email="eve@elsewhere.example", external_id="till:7", name="Ada")
    order = take_order(an_order(number="3", person=typed), shop=shop)
    assert (order.customer, order.email) == (ada, "eve@elsewhere.example")
    assert not ada.identities.filter(value="eve@elsewhere.example").exists(), "her letters are not Ada's"
    assert take_customer(CustomerFacts(person=typed), shop=shop) == ada
    assert ada.identities.filter(value="eve@elsewhere.example").exists(), "the shop says that the account has it"


def test_what_stands_above_the_total_adds_up_whether_prices_contain_tax_or_not(ada):
    shop = Shop.objects.create(slug="till", name="Till")
    kettle = LineFacts(external_id="1", title="Kettle", quantity=1, price=7400, net=6167, tax=1233)
    with_tax = an_order("1", (kettle,), total=7890, tax=1315, shipping=408, is_tax_included=True)
    assert [amount for _label, amount in sums(take_order(with_tax, shop=shop))] == ["€4.90", "€78.90", "€13.15"]
    kettle = LineFacts(external_id="1", title="Kettle", quantity=1, price=6167, net=6167, tax=1233)
    without = an_order("2", (kettle,), total=7890, tax=1315, shipping=408)
    assert [amount for _label, amount in sums(take_order(without, shop=shop))] == ["€4.08", "€13.15", "€78.90"]
