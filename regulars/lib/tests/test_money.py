import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from regulars.lib.money import currency_code, major, minor, said, shared, typed


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [("12.30", "EUR", 1230), ("1200", "JPY", 1200), ("1.2345", "KWD", 1235), ("-0.005", "USD", -1), (5, "CLF", 50000)],
)
def test_each_currency_counts_in_its_own_smallest_unit(amount, currency, units):
    assert minor(amount, currency) == units


@pytest.mark.parametrize("amount", ["", "abc", "NaN", "Infinity", "1,5", None, "9" * 30, "1e400"])
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(ValueError):
        minor(amount, "EUR")


def test_a_currency_is_three_letters():
    assert currency_code(" eur ") == "EUR"
    with pytest.raises(ValueError, match="such as EUR"):
        currency_code("€")


def test_money_is_said_as_one_writes_it():
    assert [said(123456, "EUR"), said(-500, "JPY"), said(1, "SEK")] == ["€1,234.56", "−¥500", "SEK\u00a00.01"]
    with translation.override("de"):
        assert said(123456, "EUR") == "1.234,56\u00a0€"


@given(total=st.integers(-(10**12), 10**12), weights=st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_parts_are_the_whole_and_none_is_a_unit_away_from_its_due(total, weights):
    parts = shared(total, weights)
    assert sum(parts) == (total if any(weights) else 0)
    assert all(
        abs(part * sum(weights) - total * weight) < sum(weights)
        for part, weight in zip(parts, weights, strict=True)
        if sum(weights)
    )


@given(st.integers(-(10**14), 10**14), st.sampled_from(["EUR", "JPY", "KWD", "CLF"]))
def test_an_amount_comes_back_as_it_was(units, currency):
    assert minor(major(units, currency), currency) == units


@pytest.mark.parametrize(
    ("written", "currency", "meant"),
    [
        ("1.234,50 €", "EUR", 123450),
        ("$1,234.50", "USD", 123450),
        ("CHF 1'234.50", "CHF", 123450),
        ("12,5", "EUR", 1250),
        ("-12.50 EUR", "EUR", -1250),
        ("1.234.567", "EUR", 123456700),
        ("¥1,200", "JPY", 1200),
        ("1.234", "KWD", 1234),
        ("1,234", "EUR", None),
        ("1.234", "EUR", None),
        ("12.50", "JPY", None),
        ("12.5055", "EUR", None),
        ("1 234,50", "EUR", 123450),
        ("12 30", "EUR", None),
        ("1,2,3", "EUR", None),
        ("1O0", "EUR", None),
        ("", "EUR", None),
        ("1e999999", "EUR", None),
        ("(12.30)", "EUR", -1230),
        ("($1,234.50)", "USD", -123450),
        ("−12.30", "EUR", -1230),
        ("–12.30 €", "EUR", -1230),
        ("€−12,30", "EUR", -1230),
        ("$ ( 12.30 )", "USD", -1230),
        ("−(12.30)", "EUR", None),
        ("(EUR) 12.30", "EUR", None),
        ("(12) 345", "EUR", None),
        ("(12.30", "EUR", None),
        ("12.30–", "EUR", None),
        ("12.30%", "EUR", None),
        ("% 12", "EUR", None),
        ("12.30 USD", "EUR", None),
        ("12 usd", "EUR", None),
        ("$12.30", "EUR", None),
        ("£12.30", "EUR", None),
        ("99 kr", "EUR", None),
        ("12½", "EUR", None),
        ("50¢", "USD", None),
        ("US$12", "CAD", None),
        ("€ 12 EUR", "EUR", 1200),
        ("$12.30 USD", "USD", 1230),
        ("$12", "MXN", 1200),
        ("12 $ CA", "CAD", 1200),
        ("US$12", "USD", 1200),
        ("NT$ 100", "TWD", 10000),
        ("R$ 12,30", "BRL", 1230),
        ("CHF 12.–", "CHF", 1200),
        ("12,- €", "EUR", 1200),
        ("1.234,-- €", "EUR", 123400),
        ("99:-", "SEK", 9900),
        ("Fr. 12.50", "CHF", 1250),
        ("kr 99", "SEK", 9900),
        ("99 kr", "NOK", 9900),
        ("kr.99", "DKK", 9900),
        ("Rs. 1,200.50", "INR", 120050),
        ("S/. 12.50", "PEN", 1250),
        ("12 lei", "RON", 1200),
        ("12,30 zł", "PLN", 1230),
        ("990 Ft", "HUF", 99000),
        ("5 000 FCFA", "XOF", 5000),
        ("$.99", "USD", 99),
        ("EUR .99", "EUR", 99),
        ("+12.30", "EUR", 1230),
    ],
)
def test_amounts_are_read_as_people_write_them_unless_they_may_be_two(written, currency, meant) -> None:
    if meant is None:
        with pytest.raises(ValueError, match="“"):
            typed(written, currency)
    else:
        assert typed(written, currency) == meant
    assert typed("19.166666", "EUR", is_rounded=True) == 1917
