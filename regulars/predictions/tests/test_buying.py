"""Held against what was published of CDNOW's customers (weeks), and against customers who were made by the model itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from regulars.predictions.buying.at_purchases import BgNbd, MbgNbd
from regulars.predictions.buying.by_occasion import ByOccasion
from regulars.predictions.buying.contracts import Contracts
from regulars.predictions.buying.fitting import NotFitted
from regulars.predictions.buying.gamma_gamma import GammaGamma
from regulars.predictions.buying.history import History, checked, of_purchases
from regulars.predictions.buying.pareto_nbd import ParetoNbd
from regulars.predictions.judging import judged

BG = BgNbd(r=0.2426, alpha=4.4135, a=0.7929, b=2.4258)
PARETO = ParetoNbd(r=0.5533, alpha=10.5776, s=0.6062, beta=11.6679)
SPENDING = GammaGamma(p=6.2488, q=3.7446, v=15.4477)


def one(x, last, age):
    return History(np.array([float(x)]), np.array([float(last)]), np.array([float(age)]))


def made(model, many, *, age=40.0, ahead=40.0, seed=7):
    """Customers as BG/NBD or MBG/NBD says that they are: until now, and how often each came after."""
    chance = np.random.default_rng(seed)
    rates, stops = chance.gamma(model.r, 1 / model.alpha, many), chance.beta(model.a, model.b, many)
    x, last, later = np.zeros(many), np.zeros(many), np.zeros(many)
    for row in range(many):
        time, is_there = 0.0, not model.may_stop_at_first or chance.random() >= stops[row]
        while is_there and (time := time + chance.exponential(1 / max(rates[row], 1e-9))) < age + ahead:
            if time <= age:
                x[row], last[row] = x[row] + 1, time
            else:
                later[row] += 1
            is_there = chance.random() >= stops[row]
    return History(x, last, np.full(many, age)), later


def test_bg_nbd_says_what_was_published():
    said = [BG.expected(ahead) for ahead in (0.1429, 1, 3, 31.8571, 32, 78)]
    assert said == pytest.approx([0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8580], abs=1e-4)
    assert BG.expected_of(one(2, 30.43, 38.86), 39.0) == pytest.approx([1.2259], abs=1e-4)
    rounded = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)
    assert rounded.probability(0, 39) == pytest.approx(0.5737864, abs=1e-7)
    assert rounded.probability(10, 2) == pytest.approx(1.07869e-07, rel=1e-5)
    assert sum(rounded.probability(x, 39) for x in range(600)) == pytest.approx(1)


def test_pareto_nbd_says_what_was_published():
    assert PARETO.alive(one(26, 30.86, 31)) == pytest.approx([0.9979], abs=1e-4)
    assert PARETO.expected_of(one(26, 30.86, 31), 52.0) == pytest.approx([25.46], abs=0.01)


@pytest.mark.parametrize("sizes", [(0.9, 10, 46208, 1.8e6), (2, 3, 1, 8), (0.5, 1e-4, 0.7, 1e4), (1, 500, 3, 1e-3)])
@pytest.mark.parametrize(("x", "last"), [(0, 0), (3, 2), (400, 39)])
def test_pareto_nbd_holds_where_its_series_hardly_end(sizes, x, last):
    r, alpha, s, beta = sizes
    scale = min(alpha, beta) + last

    def each(way):
        time = scale * np.expm1(way)
        return np.exp(way - (r + x) * np.log1p(time / (alpha + last)) - (s + 1) * np.log1p(time / (beta + last)))

    found, _error = quad(each, 0, np.log1p((40 - last) / scale), epsrel=1e-12, limit=500)
    goes_on = (alpha + last) ** -r * ((alpha + last) / (alpha + 40)) ** (r + x) * ((beta + last) / (beta + 40)) ** s
    stops = s * scale * found * (alpha + last) ** -r / (beta + last)
    assert ParetoNbd(*sizes).alive(one(x, last, 40)) == pytest.approx([goes_on / (goes_on + stops)], rel=1e-8)


def test_gamma_gamma_says_what_was_published():
    means = np.array([22.35, 11.77, 0, 0, 0, 73.74, 11.77, 0, 25.55, 0])
    often = np.array([2, 1, 0, 0, 0, 7, 1, 0, 2, 0.0])
    said = [24.66, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
    assert SPENDING.expected_of(often, means) == pytest.approx(said, abs=0.02)
    assert SPENDING.mean == pytest.approx(35.17, abs=0.01)


@pytest.mark.parametrize(
    ("there", "alpha", "beta", "later"),
    [
        ([1000, 631, 468, 382, 326, 289, 262, 241], 0.7041, 1.1820, {12: 17.0}),
        ([1000, 869, 743, 653, 593, 551, 517, 491], 0.6681, 3.8061, {8: 46.0, 9: 43.6, 10: 41.4, 11: 39.5, 12: 37.8}),
    ],
)
def test_contracts_are_renewed_as_was_published(there, alpha, beta, later):
    model = Contracts.fitted(there)
    assert (model.alpha, model.beta) == pytest.approx((alpha, beta), abs=2e-4)
    assert {step: round(100 * model.survival(step), 1) for step in later} == later


@pytest.mark.parametrize("there", [[100, 101], [100, 100, 100], [5, -1]])
def test_contracts_that_nobody_left_or_that_grow_are_refused(there):
    with pytest.raises(NotFitted):
        Contracts.fitted(there)


@pytest.mark.parametrize("kind", [BgNbd, MbgNbd])
def test_the_parameters_of_made_customers_are_found_again_and_foretell_what_they_do(kind):
    true = kind(r=0.6, alpha=5.0, a=0.9, b=2.5)
    history, later = made(true, 3000)
    found = kind.fitted(history)
    assert found.likelihood(history) >= true.likelihood(history)
    assert found.expected_of(history, 40.0).sum() == pytest.approx(later.sum(), rel=0.05)
    assert found.expected(20.0) == pytest.approx(true.expected(20.0), rel=0.05)


def test_the_spending_of_made_customers_is_found_again():
    chance, often = np.random.default_rng(3), np.random.default_rng(4).integers(1, 8, 4000).astype(float)
    scale = chance.gamma(4.0, 1 / 15.0, 4000)
    model = GammaGamma.fitted(often, chance.gamma(6.0 * often, 1 / (often * scale)))
    assert (model.p, model.q, model.v) == pytest.approx((6, 4, 15), rel=0.2)
    with pytest.raises(NotFitted, match="bought again"):
        GammaGamma.fitted(np.zeros(500), np.zeros(500))


def test_givers_by_occasion_are_found_again():
    chance = np.random.default_rng(5)
    takes, stops = chance.beta(1.2, 0.75, 4000), chance.beta(0.66, 2.8, 4000)
    seen = (chance.random((4000, 11)) < takes[:, None]) & (
        np.cumprod(chance.random((4000, 11)) > stops[:, None], axis=1) > 0
    )
    x, last = seen[:, :6].sum(axis=1), (seen[:, :6] * np.arange(1, 7)).max(axis=1)
    history = History(x.astype(float), last.astype(float), np.full(4000, 6.0))
    model = ByOccasion.fitted(history)
    assert model.expected_of(history, 5).sum() == pytest.approx(seen[:, 6:].sum(), rel=0.06)


rows = st.tuples(st.integers(0, 3000), st.floats(0.01, 1), st.floats(0.2, 500))
sizes = st.floats(0.05, 20)


@given(rows, sizes, sizes, sizes, sizes, st.floats(0.1, 200))
def test_whatever_somebody_did_what_is_expected_is_a_number_and_more_time_brings_no_less(row, r, alpha, a, b, ahead):
    x, part, age = row
    history = one(x, part * age if x else 0, age)
    for model in (BgNbd(r, alpha, a, b), MbgNbd(r, alpha, a, b), ParetoNbd(r, alpha, a, b)):
        less, more = model.expected_of(history, ahead)[0], model.expected_of(history, 2 * ahead)[0]
        assert 0 <= less <= more * (1 + 1e-9) + 1e-9 and np.isfinite(more)
        assert 0 <= model.alive(history)[0] <= 1 and np.isfinite(model.likelihood(history))
        assert more <= (r + x) / (alpha + age) * 2 * ahead * (1 + 1e-6) + 1e-9  # nobody does more than who never stops


@pytest.mark.parametrize(("x", "ahead"), [(0, 30.0), (5, 30.0), (300, 500.0), (0, 5000.0)])
def test_where_all_stop_by_one_chance_what_is_expected_is_what_that_chance_says(x, ahead):
    many, chance = BgNbd(1.1, 3.0, 1.5e4, 1.5e5), 1.5e4 / (1.65e5 + x)
    said = (1 - (53 / (53 + chance * ahead)) ** (1.1 + x)) / chance * many.alive(one(x, 49.9 if x else 0, 50))
    assert many.expected_of(one(x, 49.9 if x else 0, 50), ahead) == pytest.approx(said, rel=1e-3)
    with pytest.raises(NotFitted, match="nobody has bought again"):
        MbgNbd.fitted(one(0, 0, 50))


def test_chances_to_be_alive_rank_backwards_and_what_is_expected_does_not():
    history, later = made(BgNbd(0.25, 4.4, 0.8, 2.4), 1200)
    said = {each.name: each for each in judged(history, later, ahead=40.0)}
    assert said["BG/NBD"].alive_auc < 0.5 < 0.7 < said["BG/NBD"].auc
    assert {group.name for group in said["BG/NBD"].by_count} >= {"0", "1", "7+"}


def test_purchases_become_a_history():
    names, history = of_purchases(["b", "a", "a", "a", "a", "c"], [10, 0, 7, 7, 21, 99], [5, 9, 2, 3, 7, 1], until=35)
    assert names == ["a", "b"] and history.x.tolist() == [2, 0]
    assert history.last.tolist() == [3, 0] and history.age.tolist() == [5, 25 / 7]
    assert history.mean.tolist() == [6, 0]  # of 5 and 7: what was spent the first time stands apart


@pytest.mark.parametrize(
    ("row", "why"),
    [((1, 0, 5), "at no time"), ((2, 6, 5), "after the end"), ((1.5, 2, 5), "whole number"), ((0, 0, 0), "age")],
)
def test_a_history_that_cannot_be_is_refused_by_name(row, why):
    with pytest.raises(ValueError, match=f"customer 1.*{why}"):
        checked(one(*row))
