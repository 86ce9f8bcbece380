import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from regulars.lib.money import currency_code, major, minor, said, shared


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
