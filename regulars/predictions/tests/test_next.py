import numpy as np
import pytest

from regulars.predictions.buying.fitting import NotFitted
from regulars.predictions.gaps import chosen, is_past, summed
from regulars.predictions.together import Basket, likeness, suggestions, tried


def habits(many=300, seed=2):
    """Customers who come every so many days, each at their own pace, and nearly keep to it."""
    chance = np.random.default_rng(seed)
    paces = np.exp(chance.normal(3, 0.5, many))
    return [pace * np.exp(chance.normal(0, 0.2, 6)) for pace in paces]


def test_who_keeps_to_a_habit_is_expected_by_it_and_better_than_by_their_median():
    model, found = chosen(habits())
    assert found.model == "habit" and found.loss < found.median and 0.7 < found.inside < 0.9
    often, seldom = model.ahead(summed([np.array([10.0] * 5), np.array([40.0] * 5)]), quantile=0.5)
    assert often == pytest.approx(10, rel=0.1) and seldom == pytest.approx(40, rel=0.1)
    waits, lost = (is_past(model, summed([np.array([10.0] * 5)], since=each))[0] for each in (12.0, 400.0))
    assert not waits and lost
    assert model.ahead(summed([np.array([])]), quantile=0.5)[0] == pytest.approx(np.exp(3), rel=0.2)


def test_who_comes_by_chance_is_expected_by_their_rate():
    chance = np.random.default_rng(3)
    model, found = chosen([chance.exponential(1 / rate, 7) + 1e-3 for rate in chance.gamma(2.0, 1 / 60, 300)])
    assert found.model == "rate" and found.loss < found.median
    early, middle, late = (model.ahead(summed([np.array([30.0, 30.0])]), quantile=each)[0] for each in (0.1, 0.5, 0.9))
    assert 0 < early < middle < late
    with pytest.raises(NotFitted, match="it takes 30"):
        chosen(habits(29))


def bought(*baskets):
    pairs = [(customer, product) for customer, basket in enumerate(baskets) for product in basket]
    return Basket(np.array([c for c, _p in pairs]), np.array([p for _c, p in pairs]), len(baskets), 6)


def test_what_the_same_people_buy_is_suggested_but_not_what_they_have_or_what_is_shut():
    basket = bought(*[[0, 1]] * 8, *[[2, 3]] * 8, [0], [2], [5])
    alike = likeness(basket)
    said = suggestions(basket, alike)
    assert [each.product for each in said[16]] == [1] and said[16][0].because == 0
    assert said[0] == [] and said[18] == []  # has both; and nobody who bought that bought anything else
    assert suggestions(basket, alike, shut=[1])[16] == []
    assert {each.product for each in suggestions(basket, alike, again=[0, 1])[0]} == {0, 1}


def test_what_was_bought_lately_says_more():
    basket = bought(*[[0, 1]] * 8, *[[2, 3]] * 8, [0, 2], [2, 0])
    first, other = suggestions(basket, likeness(basket))[16:]
    assert [each.product for each in first] == [3, 1] and [each.because for each in first] == [2, 0]
    assert [each.product for each in other] == [1, 3]


def test_suggestions_are_held_against_best_sellers():
    chance = np.random.default_rng(1)
    found = tried(
        bought(*(chance.permutation([0, 1, 4] if chance.random() < 0.5 else [2, 3, 5]).tolist() for _each in range(60)))
    )
    assert found.customers == 60 and found.ours == 1.0 >= found.popular and tried(bought([0], [1])) is None
